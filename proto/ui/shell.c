#include "proto/ui/shell.h"

size_t
shell_current(const struct shell_item *items, size_t n, const char *path)
{
	size_t best = n, most = 0;

	if (n > 0 && strcmp(path, "/") == 0)
		return (0);
	for (size_t i = 1; i < n; i++) {
		size_t k = strlen(items[i].path);

		if (k > most && strncmp(path, items[i].path, k) == 0 &&
		    (path[k] == '\0' || path[k] == '/')) {
			most = k;
			best = i;
		}
	}
	return (best);
}
