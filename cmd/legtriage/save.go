package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// save writes a file that only its owner can read. A file that is there already
// is left alone unless it may be replaced; then it is replaced as a whole, so
// that no moment, not even a power cut, leaves half a file. The error is the
// reason alone: whoever saves knows the name.
func save(name string, data []byte, replace bool) (err error) {
	defer func() { err = bare(err) }()
	name = athome(name)
	switch info, err := os.Lstat(name); {
	case err == nil && !replace:
		return fs.ErrExist
	case err == nil && info.IsDir():
		return errors.New("it is a folder")
	}
	f, err := create(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if !replace {
		// Linking fails when the name was taken meanwhile.
		if err = os.Link(f.Name(), name); err == nil {
			syncFolder(name)
			os.Remove(f.Name())
			return nil
		}
		if os.IsExist(err) {
			return err
		}
		// Some file systems have no links.
	}
	if err = os.Rename(f.Name(), name); err == nil {
		syncFolder(name)
	}
	return err
}

// athome puts the person's own folder in place of the ~ that a name can begin
// with, as a shell would have done.
func athome(name string) string {
	rest, ok := strings.CutPrefix(name, "~/")
	if home, err := os.UserHomeDir(); ok && err == nil {
		return filepath.Join(home, rest)
	}
	return name
}

// syncFolder makes sure that the new name of a file survives a power cut, as far
// as the system can: many cannot sync a folder. The file is whole either way.
func syncFolder(name string) {
	if folder, err := os.Open(filepath.Dir(name)); err == nil {
		folder.Sync()
		folder.Close()
	}
}

// bare returns an error of the system without the names of the files.
func bare(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
