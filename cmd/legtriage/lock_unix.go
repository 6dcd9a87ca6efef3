//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// tryLock takes a lock if no other program has it. Unlocking removes the file, and so
// does a program that takes over the lock of a killed one.
func tryLock(name string) (unlock func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	switch err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		err = errLocked
	case err != nil:
		err = fmt.Errorf("files cannot be locked in this folder: %w", err)
	case !stillThere(f, name):
		// The program that had the lock removed the file after it was opened here, so a
		// lock on it would protect nothing.
		err = errLocked
	default:
		return func() {
			os.Remove(name)
			f.Close() // this releases the lock
		}, nil
	}
	f.Close()
	return nil, err
}

// stillThere reports whether the name is still that of the open file.
func stillThere(f *os.File, name string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(name)
	return err == nil && os.SameFile(open, named)
}
