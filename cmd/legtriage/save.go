package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// steps are the system calls of saving, in this order. Only the tests change them, to
// make them fail.
var steps = struct {
	write      func(f *os.File, data []byte) (int, error)
	sync       func(*os.File) error
	rename     func(from, to string) error
	syncFolder func(*os.File) error
}{(*os.File).Write, (*os.File).Sync, os.Rename, (*os.File).Sync}

// saveAs saves a file under a name given by a person.
func saveAs(name string, data []byte, replace bool) error {
	name, err := atHome(name)
	if err != nil {
		return err
	}
	return save(name, data, replace)
}

// save writes a file that only its owner can read. An existing file is left alone
// unless it may be replaced; then it is replaced as a whole, so that even a power cut
// never leaves half a file. The error is only the reason: the caller knows the name.
func save(name string, data []byte, replace bool) error {
	return locked(name, func() error { return write(name, data, replace) })
}

// write is [save] for a caller that holds the lock of the file.
func write(name string, data []byte, replace bool) (err error) {
	defer func() { err = bare(err) }()
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
	if _, err = steps.write(f, data); err == nil {
		err = steps.sync(f)
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if !replace {
		// Linking fails if the name has been taken in the meantime.
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
	if err = steps.rename(f.Name(), name); err == nil {
		syncFolder(name)
	}
	return err
}

// create makes an empty file, which will replace the named one once it is complete. Only
// its owner can read it. The caller must hold the lock of the named file: if there is such
// a file already, a killed program has left it, and it is removed.
func create(name string) (*os.File, error) {
	half := beside(name) + ".new"
	if err := os.Remove(half); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(half, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
}

// syncFolder makes sure that the new name of a file survives a power cut, if the system
// can: many cannot sync a folder. The file is complete either way.
func syncFolder(name string) {
	if folder, err := os.Open(filepath.Dir(name)); err == nil {
		steps.syncFolder(folder)
		folder.Close()
	}
}

// bare returns a system error without the names of files in it.
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
