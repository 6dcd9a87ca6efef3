package main

import "os"

// traces are variables that make a library write what it sees, answers included, to a
// file. They exist for the library's developers.
//
// The other variables that the libraries can read are harmless. They say
//   - what the terminal is and which colours it has: TERM, TERMINFO, TERMINFO_DIRS,
//     COLORTERM, COLUMNS, LINES, TERM_PROGRAM, TERM_PROGRAM_VERSION, SSH_TTY,
//     WT_SESSION, ANSICON, ANSICON_VER, GOOGLE_CLOUD_SHELL, TTY_FORCE, and TMUX, because
//     of which tmux is asked;
//   - which colours are wanted, and on what background: NO_COLOR, CLICOLOR,
//     CLICOLOR_FORCE, FORCE_COLOR, COLORFGBG, and LEGTRIAGE_THEME, which is this
//     program's own;
//   - how wide letters are: LC_ALL, LC_CTYPE, LANG, RUNEWIDTH_EASTASIAN;
//   - what the shell completes: those of cobra, COBRA_ACTIVE_HELP and so on;
//   - what is never used here: EDITOR, for huh's field of several lines, and
//     WAYLAND_DISPLAY, for the clipboard.
var traces = []string{
	"TEA_TRACE",            // Bubble Tea: every screen and key
	"TEA_DEBUG",            // Bubble Tea: a file in the working folder after a panic
	"UV_DEBUG",             // Ultraviolet: every screen
	"BASH_COMP_DEBUG_FILE", // cobra: what is typed at the shell
}

// untraced keeps the libraries from writing answers anywhere. It must be called before any
// of them starts.
func untraced() {
	for _, name := range traces {
		os.Unsetenv(name)
	}
}
