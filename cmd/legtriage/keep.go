package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"legtriage/rules"
	"legtriage/triage"
	"legtriage/ui"
)

// keepIn makes the file hold each answer as it is given, and reads what it
// holds already. Whatever would keep that from working is told before the
// first question.
func keepIn(name string, t *triage.Table) (*ui.Keeping, error) {
	k := &ui.Keeping{File: name, Earlier: t.NoAnswers()}
	before, err := readKept(name)
	switch {
	case err != nil:
		return nil, exit{exitUsage, "the answers cannot be kept in " + name + ": " + reason(err) + "."}
	case before != nil:
		earlier, err := rules.Kept(t, name, before)
		if err != nil {
			return nil, exit{exitUsage, "the answers cannot be read:\n" + err.Error()}
		}
		k.Earlier, k.Outdated = earlier.Answers, earlier.Outdated
	}
	clearLeftovers(name)
	if err := tryToKeep(name); err != nil {
		return nil, exit{exitUsage, "the answers cannot be kept in " + name + ": " + reason(err) + ". Choose another folder, or leave out --answers."}
	}
	if len(k.Outdated) > 0 {
		// What does not count any more is still the person's.
		old := name + ".old"
		if err := save(old, before, true); err != nil {
			return nil, exit{exitUsage, "the old answers cannot be kept in " + old + ": " + reason(err) + "."}
		}
		k.Old = old
	}
	k.Write = func(a triage.Answers) error {
		data, err := rules.Keep(a)
		if err != nil {
			return err
		}
		return save(name, data, true)
	}
	return k, nil
}

// readKept returns what the file holds, or nil if there is none. A link is
// refused: replacing the file would replace the link, not what it leads to.
func readKept(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, errors.New("it is a link; name the file that it leads to")
	}
	in, err := open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, rules.MaxFileBytes+1))
	if data == nil {
		data = []byte{}
	}
	return data, err
}

// tryToKeep tells whether files can be written beside the file.
func tryToKeep(name string) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	_, err = f.WriteString("{}\n")
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// create makes a new file beside the named one, which only its owner can read.
// Its name tells which file it is for, whatever characters that name has.
func create(name string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(name), leftover(name)+"*") // mode 0600
}

func leftover(name string) string {
	sum := sha256.Sum256([]byte(filepath.Base(name)))
	return ".legtriage-" + hex.EncodeToString(sum[:6]) + "-"
}

// clearLeftovers removes what a program that was killed while it wrote has left.
func clearLeftovers(name string) {
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), leftover(name)) && e.Type().IsRegular() {
			os.Remove(filepath.Join(filepath.Dir(name), e.Name()))
		}
	}
}
