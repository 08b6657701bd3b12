/* The hub's program, as a function. */
int hub_main(int argc, char **argv);
#define main hub_main
#include "hub/main.c" // NOLINT(bugprone-suspicious-include)
