/*
 * peak_bench file program [arguments...] -- run it and note the most memory
 * it held, KiB, in the file.  Ends as the program does.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct rusage used;
	int status = 0;
	pid_t child;
	FILE *f;

	if (argc < 3)
		return (64);
	child = fork();
	if (child == 0) {
		(void)execv(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		return (71);
	f = fopen(argv[1], "w");
	if (f == NULL || fprintf(f, "%ld\n", used.ru_maxrss) < 0 ||
	    fclose(f) != 0)
		return (74);
	return (WIFEXITED(status) ? WEXITSTATUS(status) : 70);
}
