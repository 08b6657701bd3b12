/* The office's program, as a function. */
int node_main(int argc, char **argv);
#define main node_main
#include "node/main.c" // NOLINT(bugprone-suspicious-include)
