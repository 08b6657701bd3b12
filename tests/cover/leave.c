/*
 * leave -- in a counting build, a child that leaves by _exit writes its
 * counts first.  The linker calls this for _exit (--wrap).
 */
#include <unistd.h>

int __llvm_profile_write_file(void);
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);

_Noreturn void
__wrap__exit(int status)
{
	(void)__llvm_profile_write_file();
	__real__exit(status);
}
