package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"time"
)

// This file keeps two programs from writing one file at the same moment. The lock of a
// file is another file beside it, since the file itself is replaced whenever it is
// written. The system releases the lock of a program that ends, however it ends, so no
// file ever stays locked.

// How long a program waits for the lock of a file, and between attempts. Writing answers
// takes milliseconds; if another program takes longer, it hangs, and the person is told
// so instead of being kept waiting.
const (
	lockPatience = 2 * time.Second
	lockEvery    = 5 * time.Millisecond
)

// errLocked means that another program has the lock.
var errLocked = errors.New("another program is writing it")

// locked calls do while it holds the lock of the file. The error is that of do, or says
// why the lock could not be taken.
func locked(name string, do func() error) error {
	unlock, err := tryLock(beside(name) + ".lock")
	for until := time.Now().Add(lockPatience); errors.Is(err, errLocked) && time.Now().Before(until); {
		time.Sleep(lockEvery)
		unlock, err = tryLock(beside(name) + ".lock")
	}
	if err != nil {
		return bare(err)
	}
	defer unlock()
	return do()
}

// beside returns the beginning of the names of the lock and of the new version of a file,
// which are in the same folder. It is the same for names that differ only in case, since
// on some systems they are one file.
func beside(name string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(filepath.Base(name))))
	return filepath.Join(filepath.Dir(name), ".legtriage-"+hex.EncodeToString(sum[:6]))
}
