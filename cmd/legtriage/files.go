package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// This file handles the names of files and folders that people give: in options, as
// arguments of a verb, and when they save. A shell replaces a ~ at the start of a word
// with the home folder, but not after a =, nor in what is typed into legtriage itself.
// So every such name goes through this file.

// atHome replaces a ~ at the start of a name with the person's home folder, as a shell
// does. Other names stay as they are, even ~name: only a shell can say whose home that
// is. A file in a folder called ~ can be named ./~/file.
func atHome(name string) (string, error) {
	rest := strings.TrimPrefix(name, "~")
	if rest == name || rest != "" && !os.IsPathSeparator(rest[0]) {
		return name, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("your home folder is not known: write its name in place of ~")
	}
	return filepath.Join(home, rest), nil
}

// The kinds of names, as help shows them.
const (
	aFile   = "file"
	aFolder = "folder"
)

// nameValue is the value of an option that names a file or a folder.
type nameValue struct {
	name *string
	kind string
}

func (v nameValue) String() string { return *v.name }
func (v nameValue) Type() string   { return v.kind }

func (v nameValue) Set(name string) (err error) {
	*v.name, err = atHome(name)
	return err
}

// namesValue is the value of such an option that may be repeated.
type namesValue struct {
	names *[]string
	kind  string
}

func (v namesValue) String() string { return strings.Join(*v.names, " ") }
func (v namesValue) Type() string   { return v.kind }

func (v namesValue) Set(name string) error {
	name, err := atHome(name)
	if err == nil {
		*v.names = append(*v.names, name)
	}
	return err
}

// nameVar gives a verb an option that names a file or a folder, with completion
// for it.
func nameVar(options *pflag.FlagSet, v pflag.Value, option, usage string, endings ...string) {
	options.Var(v, option, usage)
	if v.Type() == aFolder {
		must(cobra.MarkFlagDirname(options, option))
	} else {
		must(cobra.MarkFlagFilename(options, option, endings...))
	}
}

// withNames runs a verb whose arguments are names of files or folders.
func withNames(run func(cmd *cobra.Command, names []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		names := make([]string, len(args))
		for i, arg := range args {
			var err error
			if names[i], err = atHome(arg); err != nil {
				return exit{exitUsage, arg + ": " + err.Error() + "."}
			}
		}
		return run(cmd, names)
	}
}
