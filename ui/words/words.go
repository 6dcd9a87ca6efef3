// Package words is every sentence of the interface, in English, and how other languages
// replace them. What else differs between languages (the direction of writing, the
// forms that go with a number, the word for yes) is data too: no code knows any
// language but English. The questions, rules and advice belong to the table and are not
// here, but a language has texts for them too.
package words

import (
	"fmt"
	"strings"

	"legtriage/triage"
)

// Sentences is every sentence of the interface. The questions, rules and advice
// are not here: they belong to the table.
//
// A word in braces, like {n}, is filled in by [Fill].
type Sentences struct {
	Name      string
	Language  string // as in HTML: en, pt-BR
	Direction string // of writing: ltr or rtl
	Plurals   Plurals
	SayYes    Spoken // words to type for yes

	// Other words to type.
	SayNone, SayNo, SayBack, SayWhy, SayHelp, SayQuit Spoken

	NotTranslated Counted // {n} {of}

	gaps     Gaps     // of the catalogue that these words come from
	asked    []string // ids of questions that are not translated
	left, of int      // texts in English, and all texts, including the table's

	// The welcome page.
	Welcome      string
	WelcomeIs    []string
	WelcomeNow   string // {number}
	WelcomeStart string
	TableFails   string // {name}

	// Keeping the answers in a file.
	WelcomePrivate, WelcomeKept string // WelcomeKept {name}
	KeptBefore                  string
	KeptChanged, KeptInPart     string // {question}
	KeptGone                    string // {id}
	KeptOld                     string // {name}
	KeptReview, KeptStill       string
	KeptPlainReview             string // {commands} {last}
	KeptLeave, KeptEnd          string // {name}
	KeptNot                     string // {name} {error}
	KeptNotNote                 string // {error}

	// Questions.
	TickAll      string
	None         string
	NotSure      string
	No, Yes      string
	Progress     Counted // {number} {n}
	ProgressLast string  // {n}
	Opened       Counted // {n}
	Reminder     string
	ReminderCall string
	ForAmbulance string
	OneByOne     string
	Offered      string
	WhyTitle     string
	NoAnswer     string
	NoTick       string
	TickedOne    string
	NoneNow      string    // "none of these" took ticks away
	SeeAll       [2]string // the key leads up, and down
	SeeThese     string    // where the key has just brought it onto the screen
	MoreBelow    Counted   // {n}
	MoreAbove    Counted   // {n}
	MoreBoth     string    // {above} {n}
	UnsureThen   string    // what "not sure" about a list leads to

	// The first line of a page, and what the answers can still lead to.
	Stages             [5]string // danger signs, the person, the leg, health, advice
	ToGo               Counted   // {n}
	ToGoOpened         Counted   // {n} {left}
	ToGoLast, ToGoNone string
	ReviewPart         string // the list of answers, in place of a stage
	LadderTitle        string
	Ladder             [6]string
	LadderNo           string    // what is no longer possible
	LadderLeast        string    // beside a rung
	LadderOnly         string    // beside the last one
	LadderCategory     [3]string // on one line, after one of the next three
	LadderCan          string
	LadderAtLeast      string
	LadderIs           string
	SaidNo             string // begins a list of what follows SignsOf

	// Leaving and going back.
	Leave                               string
	LeaveWhy                            string
	LeaveStay                           string
	LeaveGo                             string
	Wrong                               string
	WrongWhy                            string
	WrongStay                           string
	WrongGo                             string
	Again, AgainWhy, AgainStay, AgainGo string
	KeptAgain                           string // {name}
	LeftEarly                           string
	NoneGiven                           string

	// Keys, for the last line of a screen: a key without a space in it, and what it
	// does. Several are separated by " · ".
	KeyMove, KeyTick, KeyDigit, KeyChoose, KeyNext, KeyAsk, KeyReview, KeyBack, KeyLeave, KeyRead string
	KeyLetter, KeyYesNo, KeyResult, KeyHelp                                                       string
	HelpTitle                                                                                     string
	HelpKeys                                                                                      []string // the same for all keys
	KeysWelcome, KeysResult, KeysWhy, KeysGoOn, KeysRead, KeysAsk                                 string

	// The result.
	Categories  [3]string
	Headlines   [6]string
	Maternity   [6]string // the headlines if the maternity unit comes first
	ByWhen      [6]string
	Do          string
	DoCallIf    string // the beginning of a sentence of a rule that names the signs for an ambulance
	DoGoIf      string // the same for an emergency department
	CallWorse   string // {number}
	CallStated  string // {number} {country}
	CallGuessed string // {number} {country}
	CallAny     string
	Advise      string // {line}
	AdviseAny   string
	// For people who cannot wait until tomorrow.
	AdviseNight string
	AdviseLine  string // {line}
	GoIfWorse   string
	CallInstead string

	MaternityElse, MaternityToo string
	NotYet                      string
	NotYetLeast                 string // {least}

	Why         string
	Quoted      string // {text}
	Detailed    string // {head} {detail}: an answer, and examples of it
	YouSaid     string // {answer}
	YouUnsure   string
	SourceOne   string
	SourceMany  string
	MoreSources Counted // {n}
	Meanwhile   string
	MoreTips    Counted // {n}
	// More tips.
	MeanwhileMore string
	// What the person said no to. SignsOf is the beginning of texts of the table that
	// name a kind of trouble by its signs; it is said only once.
	Denied      string
	DeniedSigns string  // {signs}
	SignsOf     string  // {what}
	MoreSigns   Counted // {n}

	LeftOut       string
	LeftOutSure   string // {advice} {because}
	LeftOutMay    string // {advice} {because}
	ComeBack      string
	ComeBackLess  string
	ComeBackOwn   string // {signs}
	ComeBackAlone string // {urgency} {signs}
	ComeBackFirst string
	NotDoctor     string
	IfWorried     string
	NotReviewed   string
	Made          string // {table} {version} {hash}

	// Why.
	AsksFor, AsksForOne     string
	YourAnswer, YourAnswers string // the heads of columns
	WhyNotHead              string
	WhyNotFar               Counted // {n}
	AnsweredNo              string  // {answer}
	Or                      string
	AlsoFired               string
	EnoughTitle             string
	RuleID                  string // {id} {urgency} {status}

	WhyTab, WhyNotTab, ChangeTab, AnswersTab, RuleTab string
	WhyNotTitle, WhyNotHow, WhyNotNone, WhyNotOpen    string
	MoreAnswers                                       Counted // {n}
	ChangeTitle, ChangeNone, ChangeHow, And           string
	ChangeTwo                                         string
	Not                                               string // {answer}
	RuleTitle                                         string
	Marks                                             [3]string // of a condition: refuted, open, fired

	// The report.
	ForDoctor, ReportPositive                                            string
	ReportNegative, ReportUnsure, ReportOther, ReportRules, ReportRelief string
	ReportNone, ReportNoMore, ReportNotAsked, ReportInPart               string
	ReportWhen, ReportSuggested, ReportSide, ReportNote                  string
	Sides                                                                [3]string // of the trouble: left, right, both

	// Your answers, and changing one.
	ReviewLast, ReviewDone, ReviewHint, Changing, WrongEdit string
	ChangedSame                                             string
	ChangedWas                                              string // {was} {now} {because}
	ChangedAside                                            string // {n}
	WhyRules                                                string
	WhyBear                                                 string  // {title} {urgency}
	WhyBearMore                                             Counted // {n}
	Tab                                                     string  // {n} {of} {title}
	KeysReview, KeysReviewLast, KeysSave                    string

	// Saving.
	SaveTitle, SaveHint, SaveFailed, SaveExists, SaveReplace, SaveKeep string // SaveFailed {error}, SaveExists {name}
	SaveDone                                                           string // {name}
	SaveEnding                                                         string

	// What the person adds for the doctor when saving a result.
	SideAsk, NoteAsk string
	NoteNobody       string // {number}
	NoteTooLong      string // {most}
	NoteNotSaved     string
	KeysSaveSide     string
	KeysSaveNote     string

	Review      string
	ReviewEmpty string
	NoneOf      Counted // {n}

	// Not settled.
	Unsettled string
	SoFar     string // {least}
	MayBe     string // {most}
	StillOpen string

	// Rules.
	RulesTitle string // {table} {version}
	RulesAbout string // {ask} {id}
	RulesMore  string

	FoundTitle                  string // {word} {table}
	FoundAdvice, FoundQuestions string

	RuleWhen    string
	RuleAlways  string
	RuleAny     string
	RuleAnswers string // {question} {answers}
	RuleUnsure  string // {option}
	RuleBecause string
	RuleDo      string
	RuleSources string
	RuleExample string
	RuleNo      string
	RuleReview  string // {by} {on}
	UrgencyName [6]string
	StatusName  map[triage.Status]string

	// The scorecard.
	ScoreTitle, ScoreStrict, ScoreInRange, ScoreSafe, ScoreOver, ScoreAll, ScoreBase, ScoreMisses string
	ScoreCases                                                                                    Counted // {n}
	ScoreHome                                                                                     string  // {n} {of}
	ScoreKept, ScoreOverreferred                                                                  string
	Load                                                                                          string // {pages} {options} {words} {keys}
	ScoreLoad, ScoreLoadAll                                                                       string
	ScoreLoadOf                                                                                   Counted // {what} {n} {median} {most}
	ScoreCasesEach                                                                                string
	ScoreCase                                                                                     string // {id} {level} {load}
	ScoreAlways                                                                                   string // {level} {strict} {range} {safe}
	ScoreShare                                                                                    string // {what} {share} {part} {of} {low} {high}
	ScoreNone                                                                                     string // {what}
	ScoreMiss                                                                                     string // {id} {gold} {got} {urgency} {rules}
	ScoreWell                                                                                     string
	ScoreNotWell                                                                                  string // {n}

	// Where the table stands, as a picture.
	StandingTitle                                                string // {n}
	StandingNoTrial, StandingSafe, StandingHome                  string
	StandingEntry                                                string // {name} {safe} {answered} {right} {home}
	StandingSets, StandingApps, StandingSource, StandingInterval string

	// The check.
	CheckTitle, CheckFound, CheckNothing, CheckProved, CheckLimits string
	CheckFinding                                                   string  // {at} {severity} {message}
	CheckProof                                                     Counted // {property} {n}
	CheckWell, CheckNotWell                                        string  // {errors} {warnings}
	CheckCalm, CheckUnguarded                                      string

	ViewOverlaps, ViewAlways, ViewSometimes, ViewDefault, ViewCosts string
	ViewLoad                                                        Counted // {n} {median} {most}
	ViewUndecided                                                   string  // {n}

	// The comparison of two tables.
	DiffTitle                                                           string // {old} {oldhash} {new} {newhash}
	DiffSame, DiffLowered, DiffRaised, DiffGone, DiffNew, DiffUndecided string
	DiffOne                                                             Counted // {was} {now} {old} {new} {n}
	DiffRedFlag                                                         string  // {flag}
	DiffOther                                                           string  // {lowered} {raised}
	DiffFlags                                                           string  // {n} {lowered} {raised}

	// Plain mode.
	PlainStart, PlainHelp                                            string // {commands} {last}
	PlainOne                                                         string // {n}
	PlainList                                                        string // {n}
	PlainNone                                                        string // {n}
	PlainKept                                                        string // {n}
	PlainBad                                                         string // {said}
	PlainFirst                                                       string
	TypeWhy, TypeWhyNot, TypeChange, TypeRule, TypeAsk               string // what a letter does: {key}
	TypeHear, TypeFull, TypeAnswers, TypeEdit, TypeEditOne, TypeSave string // {key}
	TypeBack, TypeStop, TypeLeave                                    string // {key}
	PlainAfter, PlainReview                                          string // {commands} {last}
	PlainGoOn                                                        string // {key}
	PlainNext                                                        string
	PlainConfirm                                                     string
	PlainAgain, TypeAgain, TypeResult                                string // the last two {key}
	PlainWrong                                                       string
	PlainNoMore, PlainEdit, PlainCancel, PlainYes                    string
	PlainSide                                                        string // {left} {right} {both}
	PlainNote                                                        string // {nobody}
	PlainNoteKept                                                    string // {note} {none}
	PlainNoNote                                                      string // {said}
	PlainNotSaved                                                    string
}

// English returns the sentences in English.
func English() *Sentences {
	w := english // a copy, so that no caller changes it for others
	return &w
}

var english = Sentences{
	Name:      "legtriage",
	Language:  "en",
	Direction: leftToRight,
	Plurals:   Plurals{One: "n = 1"},
	SayYes:    Spoken{"yes", "y"},

	SayNone: Spoken{"none"},
	SayNo:   Spoken{"no", "n"},
	SayBack: Spoken{"back"},
	SayWhy:  Spoken{"why"},
	SayHelp: Spoken{"help", "h", "help me"},
	SayQuit: Spoken{"quit", "exit", "stop", "leave"},

	NotTranslated: Counted{One: "{n} of {of} texts is not translated and stands in English.", Other: "{n} of {of} texts are not translated and stand in English."},

	Welcome: "Leg trouble? A few questions, then what to do next.",
	WelcomeIs: []string{
		"It asks about signs of danger first, then about your leg. It ends with one of three: look after it at home, see a doctor, or get emergency help. You can see which rule decided, and why.",
		"It is not a doctor and does not tell you what you have. If you feel that something is badly wrong, get help, whatever it says.",
		"Answer for the person with the leg trouble. The rules were made for adults; a child is always sent to a doctor at least.",
	},
	WelcomeNow:   "Is it an emergency? Do not go on here. {number}",
	WelcomeStart: "Press enter to start.",
	TableFails:   "The table in {name} fails its own check. Do not rely on what it says: legtriage check --table {name} tells why.",

	WelcomePrivate:  "Nothing you answer leaves this computer or is kept.",
	WelcomeKept:     "Nothing you answer leaves this computer. Each answer is kept in {name}, a file that only you can read.",
	KeptBefore:      "Your answers from last time are there. We ask again about signs of danger and about you. Then you look over the rest.",
	KeptChanged:     "A question has changed since you answered it: “{question}” What you said to it is left out.",
	KeptInPart:      "A question was answered only in part: “{question}” What you said to it is left out.",
	KeptGone:        "The question {id} is no longer asked. What you said to it is left out.",
	KeptOld:         "The file as it was is kept as {name}.",
	KeptReview:      "You said this last time. Still true?",
	KeptStill:       "Yes, go on",
	KeptPlainReview: "Press enter alone if it is still true, to go on. Type {commands}, or {last}:",
	KeptLeave:       "Your answers are kept in {name}.",
	KeptEnd:         "Your answers are kept in {name}. The same command goes on with them.",
	KeptNot:         "Your last answers could not be kept in {name}: {error}",
	KeptNotNote:     "Your last answer is not kept: {error}. It still counts; at the end, save the result to another file.",

	TickAll:      "Tick all that fit.",
	None:         "None of these",
	NotSure:      "Not sure",
	No:           "No",
	Yes:          "Yes",
	Progress:     Counted{Other: "Question {number}. About {n} more."},
	ProgressLast: "Question {n}. This may be the last one.",
	Opened:       Counted{Other: "{n} new, because of your last answer."},
	Reminder:     "EMERGENCY: get help now.",
	ReminderCall: "EMERGENCY: call an ambulance now.",
	ForAmbulance: "EMERGENCY: get help now. You may need an ambulance.",
	OneByOne:     "You were not sure, so one by one:",
	Offered:      "This is what you said before. Press enter to keep it.",
	WhyTitle:     "Why we ask",
	NoAnswer:     "Choose an answer first.",
	NoTick:       "Tick an answer with space first.",
	TickedOne:    "Ticked. Tick more, or press enter to go on.",
	NoneNow:      "None of these: your ticks are gone. Press enter to go on.",
	SeeAll:       [2]string{"Press ↑ or pgup to see the rest first.", "Press ↓ or pgdown to see the rest first."},
	SeeThese:     "Read these, then press enter.",
	MoreBelow:    Counted{Other: "{n} more below"},
	MoreAbove:    Counted{Other: "{n} more above"},
	MoreBoth:     "{above} above, {n} below",
	UnsureThen:   "then one by one",

	Stages:         [5]string{"Danger signs", "You", "The leg", "Your health", "Advice"},
	ToGo:           Counted{Other: "about {n} to go"},
	ToGoOpened:     Counted{Other: "about {left} to go, {n} new"},
	ToGoLast:       "maybe the last one",
	ToGoNone:       "nothing left to ask",
	ReviewPart:     "Your answers",
	LadderTitle:    "How urgent can it still be?",
	Ladder:         [6]string{"self-care", "doctor within 2 weeks", "doctor in 2 or 3 days", "doctor today", "emergency department", "ambulance now"},
	LadderNo:       "no",
	LadderLeast:    "at least",
	LadderOnly:     "this",
	LadderCategory: [3]string{"self-care", "doctor", "emergency"},
	LadderCan:      "can still be",
	LadderAtLeast:  "at least",
	LadderIs:       "points to",
	SaidNo:         "You said no to signs of",

	Leave:     "Leave now?",
	LeaveWhy:  "Your answers are not kept.",
	LeaveStay: "No, go on",
	LeaveGo:   "Yes, leave",
	Wrong:     "Was an answer wrong?",
	WrongWhy:  "Your answers point to an emergency. Go back only if one of them was wrong. If it is true, get help now.",
	WrongStay: "No, my answers are right",
	WrongGo:   "Yes, go back and change it",
	Again:     "Start again?",
	AgainWhy:  "Your answers and this result go. Save the result first if you want to have it later.",
	AgainStay: "No, stay here",
	AgainGo:   "Yes, start again",
	KeptAgain: "The first new answer takes the place of all answers in {name}.",
	LeftEarly: "You left before the end, so there is no result.",
	NoneGiven: "If you are worried, ask a doctor or a health line. In an emergency: {number}",

	KeysWelcome: "enter start · ctrl+c leave · h keys",
	KeyMove:     "↑↓ move",
	KeyTick:     "space tick",
	KeyDigit:    "1-9 tick",
	KeyChoose:   "1-9 choose",
	KeyNext:     "enter next",
	KeyAsk:      "? why we ask",
	KeyReview:   "r answers",
	KeyBack:     "esc back",
	KeyLeave:    "ctrl+c leave",
	KeyRead:     "↑↓ read",
	KeyLetter:   "1-9,a-z tick",
	KeyYesNo:    "n/y choose",
	KeyResult:   "g back to the result",
	KeyHelp:     "h keys",
	HelpTitle:   "All keys",
	HelpKeys: []string{
		"↑,↓,j,k move, or read on",
		"pgup,pgdown a page up or down, and with ctrl+u,ctrl+d half of one",
		"home,end,g,G to the top or the end",
		"space,x tick, or take the tick away",
		"1-9,a-z tick the answer with this digit or letter, or choose it and go on",
		"0 none of these, and on",
		"n,y no and yes, where that is asked, and on",
		"enter go on",
		"esc back",
		"? why a question is asked",
		"r your answers so far",
		"w why this is the result",
		"←,→,tab another section of it",
		"e see an answer in full, or change it",
		"s save the result",
		"g in an emergency, more questions, and back to the result",
		"o start again from a result",
		"h,f1 this list",
		"q leave",
		"ctrl+c leave, from everywhere",
		"ctrl+z suspend the program",
	},
	KeysResult: "w why · e change · s save · esc back · q leave · o again · h keys",
	KeysGoOn:   "w why · q leave · s save · g go on for the doctor · e change · esc back · o again · h keys",
	KeysWhy:    "←→ section · esc back · h keys",
	KeysRead:   "esc back",
	KeysAsk:    "↑↓ choose · enter go on",

	Categories: [3]string{"SELF-CARE", "SEE A DOCTOR", "EMERGENCY"},
	Headlines: [6]string{
		"You can look after this at home.",
		"See a doctor within two weeks.",
		"See a doctor within two or three days.",
		"See a doctor today.",
		"Go to an emergency department now.",
		"Call an ambulance now.",
	},
	Maternity: [6]string{
		"",
		"Call your midwife or doctor within two weeks.",
		"Call your midwife or doctor within two or three days.",
		"Call your midwife or maternity unit today.",
		"", "", // the emergency department comes first, and the unit is also named
	},
	ByWhen: [6]string{
		"", // the rule says it
		"It is not urgent, but it should be looked at.",
		"Do not leave it longer than that.",
		"Do not wait until tomorrow.",
		"Do not wait to see whether it gets better.",
		"Do not wait to see whether it gets better.",
	},
	Do:          "Do this now",
	DoCallIf:    "Call an ambulance if",
	DoGoIf:      "Go to an emergency department if",
	CallWorse:   "You cannot get there, or it gets worse? {number}",
	CallStated:  "Call {number}, the emergency number in {country}.",
	CallGuessed: "Call {number} if you are in {country}, otherwise your local emergency number.",
	CallAny:     "Call your local emergency number (112, 911, 999 or 000).",
	Advise:      "If you cannot reach a doctor: {line}.",
	AdviseAny:   "If you cannot reach a doctor, call your local health line.",
	AdviseNight: "If no doctor can see you, even at night, call a health line or the doctor on duty.",
	AdviseLine:  "If no doctor can see you, even at night: {line}.",
	GoIfWorse:   "Go to an emergency department if you get worse.",
	CallInstead: "Call an ambulance instead if this is true:",

	MaternityElse: "If you have no midwife, call a doctor.",
	MaternityToo:  "Call your maternity unit on the way. They may want you to come to them.",
	NotYet:        "It may turn out less urgent",
	NotYetLeast:   "Some questions are still open. Until they are answered, take the safe way above. It is at least this: {least} These questions decide:",

	Why:         "Why",
	Quoted:      "“{text}”",
	Detailed:    "{head}: {detail}",
	YouSaid:     "You said: {answer}",
	YouUnsure:   "You were not sure: {answer}. To be safe, it counts as yes.",
	SourceOne:   "Source: {sources}",
	SourceMany:  "Sources: {sources}",
	MoreSources: Counted{Other: "{n} more"},
	Meanwhile:   "What helps",
	MoreTips: Counted{
		One:   "{n} more tip at the end.",
		Other: "{n} more tips at the end.",
	},
	MeanwhileMore: "More tips",
	Denied:        "You said no to",
	DeniedSigns:   "Signs of {signs}.",
	SignsOf:       "signs of {what}",
	MoreSigns:     Counted{Other: "and {n} more"},
	LeftOut:       "Not for you",
	LeftOutSure:   "Left out, because {because}: “{advice}”",
	LeftOutMay:    "Left out, because we did not ask enough to be sure, and {because}: “{advice}”",
	ComeBack:      "Get help if",
	ComeBackLess:  "A doctor if",
	ComeBackOwn:   "For you also: {signs}.",
	ComeBackAlone: "{urgency} for {signs}.",
	ComeBackFirst: "If a sign is also named above, go to an emergency department.",
	NotDoctor:     "This is not a diagnosis. It cannot see or examine you.",
	IfWorried:     "If you are worried, see a doctor, whatever it says.",
	NotReviewed:   "No clinician has reviewed these rules yet.",
	Made:          "Made from the table \"{table}\", version {version}, {hash}.",

	AsksFor:     "The rule asks for all of these",
	AsksForOne:  "The rule asks for this",
	YourAnswer:  "your answer",
	YourAnswers: "your answers",
	WhyNotHead:  "More urgent trouble",
	WhyNotFar: Counted{
		One:   "{n} more kind of trouble lacks as many of them, or more.",
		Other: "{n} more kinds of trouble lack as many of them, or more.",
	},
	AnsweredNo:  "no to {answer}",
	Or:          "or",
	EnoughTitle: "Enough alone",
	AlsoFired:   "Also true, but less urgent",
	RuleID:      "Rule {id} ({urgency}, {status})",

	WhyTab:      "Why",
	WhyNotTab:   "Why not more urgent",
	ChangeTab:   "What would change it",
	AnswersTab:  "Your answers",
	RuleTab:     "The rule",
	WhyNotTitle: "Why it is not more urgent",
	WhyNotNone:  "Nothing is more urgent than this.",
	WhyNotOpen:  "The questions stopped as soon as the result was clear.",
	WhyNotHow:   "What lacks the fewest of the answers that it needs stands first.",
	MoreAnswers: Counted{Other: "{n} more"},
	ChangeTitle: "What would make it more urgent",
	ChangeNone:  "No one or two answers would make it more urgent.",
	ChangeHow:   "If one of these were true, it would be more urgent.",
	And:         "together with",
	ChangeTwo:   "Two together: the first, and one of the others",
	Not:         "not {answer}",
	RuleTitle:   "For clinicians: the rules that decided",
	Marks:       [3]string{"does not hold:", "open:", "holds:"},

	ForDoctor:       "For the doctor or nurse",
	ReportWhen:      "Answered",
	ReportSuggested: "Suggested",
	ReportSide:      "Which leg",
	ReportNote:      "In the person's own words, which no rule has read",
	Sides:           [3]string{"left", "right", "both"},
	ReportPositive:  "Said yes to",
	ReportNegative:  "Said no to",
	ReportUnsure:    "Not sure about",
	ReportRules:     "Rules that apply",
	ReportRelief:    "What would make it less urgent",
	ReportOther:     "Also answered",
	ReportNone:      "nothing",
	ReportNoMore:    "nothing beside what stands above",
	ReportInPart:    "not all of this was asked",
	ReportNotAsked:  "not asked",

	ReviewLast:   "These are your answers. Are they right?",
	ReviewDone:   "Enter shows the result.",
	ReviewHint:   "Go to an answer and press enter to look at it or change it.",
	Changing:     "You are changing this answer.",
	WrongEdit:    "Yes, change it",
	ChangedSame:  "The result is the same as before the change.",
	ChangedWas:   "Changed. Was: {was} Now: {now} Because: {because}.",
	ChangedAside: "Answers set aside, because this result does not need them: {n}. They are offered when they are asked again.",
	WhyRules:     "What your answer can lead to",
	WhyBear:      "{title} ({urgency})",
	WhyBearMore:  Counted{Other: "And {n} more: legtriage rules lists all of them."},
	Tab:          "←→ {n} of {of}: {title}",
	KeysReview:   "↑↓ move · enter change · esc back · h keys",

	KeysReviewLast: "enter show the result · ↑↓ move · e see or change · esc back · h keys",
	KeysSave:       "enter save · tab add a note · esc cancel",

	SaveTitle:   "Save the result. Name of the file?",
	SaveHint:    "Ending in .html for a page to print, .txt or .md for text, or .json for programs. Only you can read it.",
	SaveFailed:  "It could not be saved: {error}",
	SaveExists:  "{name} is there already. Replace it?",
	SaveReplace: "Yes, replace it",
	SaveKeep:    "No, keep it",
	SaveDone:    "Saved as {name}.",
	SaveEnding:  "The name must end in .html, .txt, .md or .json.",

	SideAsk:      "For the doctor, if you like. Which leg?",
	NoteAsk:      "A note for the doctor, in your own words",
	NoteNobody:   "Nobody reads the note now, and it does not change the result. Does your chest hurt, or is it hard to breathe? {number}",
	NoteTooLong:  "A note can have {most} characters at most. This is more, so it was not taken.",
	NoteNotSaved: "Your note for the doctor is not saved.",
	KeysSaveNote: "enter save · tab next · esc cancel",
	KeysSaveSide: "←→ choose · tab next · enter save · esc cancel",

	Review:      "Your answers so far",
	ReviewEmpty: "You have not answered anything yet.",
	NoneOf:      Counted{Other: "none of {n}"},

	Unsettled: "Not enough answers for a result.",
	SoFar:     "Your answers so far mean at least this: {least}",
	MayBe:     "It may be as urgent as this: {most}",
	StillOpen: "These questions still matter",

	RulesTitle:     "{table}, version {version}",
	RulesAbout:     "{ask} ({id})",
	RulesMore:      "To read on: legtriage rules ID shows one rule, rules WORD looks for a word, rules --full shows the conditions of all.",
	FoundTitle:     "{word} in {table}",
	FoundAdvice:    "Tips",
	FoundQuestions: "Questions",
	RuleWhen:       "When all of this holds:",
	RuleAlways:     "Always, when no other rule fires.",
	RuleAny:        "one of:",
	RuleAnswers:    "{question} {answers}",
	RuleUnsure:     "{option} (or not sure)",
	RuleBecause:    "Because",
	RuleDo:         "What to do",
	RuleSources:    "Sources",
	RuleExample:    "An example that fires it",
	RuleNo:         "No clinician has reviewed this rule yet.",
	RuleReview:     "Reviewed by {by} on {on}.",
	UrgencyName: [6]string{
		"self-care", "doctor within two weeks", "doctor within two or three days", "doctor today", "emergency department now", "ambulance now",
	},
	StatusName: map[triage.Status]string{
		triage.Draft: "draft, not reviewed", triage.Reviewed: "reviewed", triage.Retired: "retired, not used",
	},

	ScoreTitle: "Scorecard",
	ScoreCases: Counted{
		One:   "{n} case. Shares are of the cases that got a result; in brackets the counts and the 95 % Wilson interval.",
		Other: "{n} cases. Shares are of the cases that got a result; in brackets the counts and the 95 % Wilson interval.",
	},
	ScoreStrict:       "the gold level",
	ScoreInRange:      "an acceptable level",
	ScoreSafe:         "as urgent as the gold level, or more",
	ScoreHome:         "emergencies sent to self-care: {n} of {of}",
	ScoreOver:         "too urgent, among the errors",
	ScoreAll:          "got a result, of all",
	ScoreKept:         "self-care kept, of what is right as encoded",
	ScoreOverreferred: "sent to an emergency department, of those with no emergency",
	Load:              "pages {pages}, options {options}, words {words}, keys {keys}",
	ScoreLoad:         "What the full interviews ask of a person, by the level where they end:",
	ScoreLoadAll:      "all",
	ScoreLoadOf: Counted{
		One:   "{what}, {n} interview: in the median {median}; at most {most}",
		Other: "{what}, {n} interviews: in the median {median}; at most {most}",
	},
	ScoreCasesEach: "Each full interview",
	ScoreCase:      "{id}: {level}, {load}",
	ScoreBase:      "For comparison, saying the same to everybody:",
	ScoreAlways:    "always {level}: gold level {strict}, acceptable {range}, as urgent or more {safe}",
	ScoreMisses:    "Misses",
	ScoreShare:     "{what}: {share} ({part} of {of}; {low} to {high})",
	ScoreNone:      "{what}: none",
	ScoreMiss:      "{id}: gold {gold}, got {got} ({urgency}) by {rules}",
	ScoreWell:      "Result: all is well. No case got a less urgent level than its gold level.",
	ScoreNotWell:   "Result: not well. Cases less urgent than their gold level: {n}.",

	StandingTitle:    "Safe, and right about self-care: this table and {n} published apps",
	StandingNoTrial:  "This is no trial and no ranking. The cases differ: the apps were given 45 about any trouble, this table was given others. And those were encoded by our own readers: no patient typed them in.",
	StandingSafe:     "Upward: safe, as urgent as the gold level or more, of the cases that got a result",
	StandingHome:     "To the right: self-care right, of the cases with that gold level that got a result",
	StandingInterval: "The lines are 95 % Wilson intervals. Where they overlap, a difference can be chance.",
	StandingEntry:    "{name}: safe {safe}/{answered}, self-care {right}/{home}",
	StandingSets:     "This table",
	StandingApps:     "Published apps",
	StandingSource:   "Apps: Schmieding and others, J Med Internet Res 2022;24(5):e31810, tried in 2020; counted from their data, doi 10.5281/zenodo.6054092, as they are in symptomcheckR 0.1.3.",

	CheckTitle:     "Check of the table",
	CheckFound:     "Found",
	CheckNothing:   "Nothing is wrong.",
	CheckProved:    "Proved, over every possible set of answers",
	CheckLimits:    "Proofs are about the table, not about medicine: they show that it does what it says, not that what it says is right.",
	CheckFinding:   "{at}: {severity}: {message}",
	CheckProof:     Counted{One: "{property} ({n} case)", Other: "{property} ({n} cases)"},
	CheckWell:      "Result: all is well. Errors: {errors}. Warnings: {warnings}.",
	CheckNotWell:   "Result: not well. Errors: {errors}. Warnings: {warnings}. Do not use this table.",
	CheckCalm:      "Answers that show it are only printed where they differ from the calmest; --format json has all of them.",
	CheckUnguarded: "The table does not say that it is guarded, so that a change for the worse can pass this check.",

	ViewOverlaps:  "Rules that hold together",
	ViewAlways:    "The second always holds with the first, at its minimal sets of answers",
	ViewSometimes: "The second holds at some minimal sets of answers of the first",
	ViewDefault:   "Answers that leave a person at home who is calm in all else",
	ViewCosts:     "What each category costs, for the calmest person of each rule",
	ViewLoad: Counted{
		One:   "{n} person: in the median {median}; at most {most}. How many of them were asked:",
		Other: "{n} people: in the median {median}; at most {most}. How many of them were asked:",
	},
	ViewUndecided: "Not all of this could be decided within {n} minimal sets of answers: something may be missing. Give a larger --budget.",

	DiffTitle:     "From version {old} ({oldhash}) to version {new} ({newhash})",
	DiffSame:      "Result: no answers get another urgency.",
	DiffLowered:   "Less urgent now",
	DiffRaised:    "More urgent now",
	DiffGone:      "Only the old table has",
	DiffNew:       "Only the new table has",
	DiffUndecided: "Result: not all could be compared. Give a larger --budget.",
	DiffOne: Counted{
		One:   "was {was} by {old}, now {now} by {new} ({n} minimal set of answers), for instance:",
		Other: "was {was} by {old}, now {now} by {new} ({n} minimal sets of answers), for instance:",
	},
	DiffRedFlag: "ERROR: the red flag {flag} no longer leads to an emergency.",
	DiffFlags:   "Result: red flags lost: {n}. Groups less urgent: {lowered}. Groups more urgent: {raised}.",
	DiffOther:   "Result: not the same. Groups less urgent: {lowered}. Groups more urgent: {raised}.",

	PlainStart:    "Type the number of your answer and press enter. Type {commands}, or {last}.",
	PlainHelp:     "Type a number from the list, {commands}, or {last}.",
	PlainOne:      "Your answer, 1 to {n}:",
	PlainList:     "All numbers that fit, with spaces, 1 to {n}:",
	PlainNone:     "All numbers that fit, with spaces, 1 to {n}, or 0 for none:",
	PlainKept:     "You said {n} before. Press enter alone to keep it.",
	PlainBad:      "{said} is not one of the answers.",
	PlainFirst:    "This is the first question.",
	PlainAfter:    "Type {commands}, or {last}:",
	PlainGoOn:     "This is enough to get help now. Type {key} to answer more for the doctor.",
	TypeWhy:       "{key} to hear why",
	TypeWhyNot:    "{key} why it is not more urgent",
	TypeChange:    "{key} what would change it",
	TypeRule:      "{key} the rule in full",
	TypeAsk:       "{key} to hear why we ask",
	TypeHear:      "{key} to hear your answers",
	TypeFull:      "{key} to hear them with what you said no to",
	TypeAnswers:   "{key} your answers",
	TypeEdit:      "{key} to change one",
	TypeEditOne:   "{key} to change an answer",
	TypeSave:      "{key} to save",
	TypeAgain:     "{key} to start again",
	TypeResult:    "{key} to hear the result again",
	TypeBack:      "{key} to go back",
	TypeStop:      "{key} to stop",
	TypeLeave:     "{key} to leave",
	PlainNext:     "What next? Type ? to hear what you can type, or q to leave:",
	PlainReview:   "Press enter alone if they are right, to hear the result. Type {commands}, or {last}:",
	PlainEdit:     "Which answer do you want to change, 1 to {n}? Press enter alone to change none:",
	PlainCancel:   "Press enter alone to save nothing:",
	PlainSide:     "For the doctor: which leg is it? Type {left}, {right} or {both}, or press enter alone to leave it out:",
	PlainNote:     "A note for the doctor, in your own words? {nobody} Type it on one line, or press enter alone to leave it out:",
	PlainNoNote:   "{said} alone is no note. Write a few words.",
	PlainNoteKept: "Your note so far is {note} Type another, or {none} for none, or press enter alone to keep it:",
	PlainNotSaved: "Nothing was saved.",
	PlainYes:      "Type yes to replace it, or press enter alone to keep it:",
	PlainConfirm:  "Type yes to stop, or press enter alone to go on:",
	PlainNoMore:   "There is nothing more to ask.",
	PlainAgain:    "Type yes to start again, or press enter alone to stay:",
	PlainWrong:    "Your answers point to an emergency. If an answer was wrong, type yes to go back. Press enter alone to stay:",
}

// Headline returns the first sentence of a result.
func (w *Sentences) Headline(said triage.Disposition) string {
	if said.Place == triage.Maternity {
		return w.Maternity[said.Urgency]
	}
	return w.Headlines[said.Urgency]
}

// Fill replaces the words in braces with values: Fill("at {n}", "n", 3).
func Fill(text string, pairs ...any) string {
	old := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(old...).Replace(text)
}
