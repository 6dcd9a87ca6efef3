//go:build unix

package screen

import (
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// input returns what is typed.
func (t *terminal) input() io.Reader { return &sifted{t: t} }

// notify asks for the signals that concern the terminal. Other signals end the context.
func (t *terminal) notify() {
	signal.Notify(t.signals, syscall.SIGWINCH, syscall.SIGTSTP, syscall.SIGCONT)
}

// hear passes signals on as messages.
func (t *terminal) hear() {
	for {
		select {
		case <-t.ctx.Done():
			return
		case s := <-t.signals:
			switch s {
			case syscall.SIGWINCH:
				t.program.Send(windowMsg{})
			case syscall.SIGTSTP:
				t.program.Send(suspendMsg{os.Getpid()})
			case syscall.SIGCONT:
				t.program.Send(continueMsg{})
			}
		}
	}
}

// refused is how long to wait for being stopped. The signal is ignored where nobody could
// continue the program, as when a window runs nothing else.
const refused = 200 * time.Millisecond

// stopProcess stops this process, or its whole group, as ctrl+z does on a terminal that
// is not raw. It does not use SIGTSTP: once Go was asked to report a signal, that signal
// never has its default effect again.
func stopProcess(t *terminal, pid int) {
	signal.Stop(t.signals)
	goOn := make(chan os.Signal, 1)
	signal.Notify(goOn, syscall.SIGCONT)
	syscall.Kill(pid, syscall.SIGTTIN)
	select {
	case <-goOn:
	case <-time.After(refused):
	}
	signal.Stop(goOn)
	t.notify()
}
