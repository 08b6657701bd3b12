/*
 * service_lock -- one service a folder; a restore is none.
 */
#include "hub/service.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"

err_t
service_lock(const char *dir, int *fd)
{
	char *path = house_path(dir, "serve.lock");
	err_t e = file_lock(path, FILE_ALONE, 0, fd);

	mem_free(path);
	TRY_FOR(e, "mesas-hub serve runs in %s", dir);
	return (NULL);
}
