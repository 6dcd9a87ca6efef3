package main

import (
	"errors"
	"io/fs"
	"syscall"
)

// tryLock takes a lock if no other program has it. The lock is a file opened
// exclusively; the system removes it when it is closed, even if the program is killed.
func tryLock(name string) (unlock func(), err error) {
	const (
		withDelete     = 0x00010000 // DELETE
		deleteOnClose  = 0x04000000 // FILE_FLAG_DELETE_ON_CLOSE
		sharingProblem = syscall.Errno(32)
	)
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	file, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE|withDelete, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL|deleteOnClose, 0)
	switch {
	case errors.Is(err, sharingProblem):
		return nil, errLocked
	case err != nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return func() { syscall.CloseHandle(file) }, nil
}
