package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui/session"
)

// keepIn prepares to keep each answer in the file, and reads the answers that are in it
// already. Anything that would prevent keeping answers is reported before the first
// question.
func keepIn(name string, t *triage.Table) (*session.Keeping, error) {
	k := &session.Keeping{File: name, Earlier: t.NoAnswers()}
	if name == "" {
		return nil, exit{exitUsage, "--answers needs the name of a file."}
	}
	if name == "-" {
		return nil, exit{exitUsage, "--answers needs the name of a file: answers cannot be kept in the standard input."}
	}
	var there []byte // the file as this program last saw it; nil: there was none
	begin := func() (err error) {
		if there, err = readKept(name); err != nil {
			return err
		}
		if err := tryToKeep(name); err != nil || there == nil {
			return err
		}
		earlier, err := rules.Kept(t, name, there)
		if err != nil {
			return exit{exitUsage, "the answers cannot be read:\n" + err.Error()}
		}
		k.Earlier, k.Outdated = earlier.Answers, earlier.Outdated
		if len(k.Outdated) > 0 || !earlier.Stamped {
			// Writing will lose something that is there: a person's notes, or answers
			// that no longer count.
			k.Old, err = copyOf(name, there)
		}
		return err
	}
	var told exit
	if err := locked(name, begin); errors.As(err, &told) {
		return nil, err
	} else if err != nil {
		return nil, exit{exitUsage, "the answers cannot be kept in " + name + ": " + reason(err) + ". Choose another folder or name, or leave out --answers."}
	}
	k.Write = func(a triage.Answers) error {
		// The lock is held from reading the file to writing it: if two programs answer
		// at the same moment, the second one sees what the first has written.
		return locked(name, func() error {
			now, err := readKept(name)
			switch {
			case err != nil:
				return bare(err)
			case now != nil && !bytes.Equal(now, there):
				return errors.New("another program has changed it")
			}
			data, err := rules.Keep(a)
			if err == nil {
				err = write(name, data, true)
			}
			if err == nil {
				there = data
			}
			return err
		})
	}
	return k, nil
}

// copyOf writes what a file held to a new file in the same folder, and returns its name.
func copyOf(name string, data []byte) (string, error) {
	for n := 1; ; n++ {
		old := name + ".old"
		if n > 1 {
			old += strconv.Itoa(n)
		}
		err := save(old, data, false)
		if !errors.Is(err, fs.ErrExist) {
			return old, err
		}
		if same, err := readKept(old); err == nil && bytes.Equal(same, data) {
			return old, nil
		}
	}
}

// sameFile reports whether two names are of one file, which need not exist.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	if errX == nil && errY == nil {
		return os.SameFile(x, y)
	}
	a, errX = filepath.Abs(a)
	b, errY = filepath.Abs(b)
	return errX == nil && errY == nil && a == b
}

// readKept returns what the file holds, or nil if there is none. It refuses a link, since
// replacing the file would replace the link, not what it leads to, and a file that its
// owner has protected from writing.
func readKept(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, errors.New("it is a link; name the file that it leads to")
	case info.Mode().IsRegular() && info.Mode()&0o200 == 0:
		return nil, errors.New("it is protected from writing")
	}
	in, err := open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, rules.MaxFileBytes+1))
}

// tryToKeep tries to write a file in the folder of the named one.
func tryToKeep(name string) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	_, err = f.WriteString("{}\n")
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}
