package triage

// Urgency says how soon a person should be seen. Higher is more urgent.
type Urgency uint8

// The ladder of urgencies, each with the time it stands for.
const (
	Home    Urgency = iota // self-care
	Routine                // a doctor within two weeks
	Soon                   // a doctor within two or three days
	Today                  // a doctor the same day
	Go                     // an emergency department, now
	Call                   // an ambulance, now
)

var urgencyNames = [...]string{"home", "routine", "soon", "today", "go", "call"}

// Urgencies returns the ladder from Home to Call.
func Urgencies() []Urgency { return []Urgency{Home, Routine, Soon, Today, Go, Call} }

// String returns the name that tables use: home, routine, soon, today, go or call.
func (u Urgency) String() string {
	if int(u) < len(urgencyNames) {
		return urgencyNames[u]
	}
	return "urgency(?)"
}

// Category is the kind of care that an urgency calls for.
type Category uint8

// The categories, from the least to the most urgent.
const (
	SelfCare  Category = iota // urgency home
	SeeDoctor                 // routine, soon or today
	Emergency                 // go or call
)

var categoryNames = [...]string{"self-care", "see-a-doctor", "emergency"}

// String returns self-care, see-a-doctor or emergency.
func (c Category) String() string {
	if int(c) < len(categoryNames) {
		return categoryNames[c]
	}
	return "category(?)"
}

// Category returns the category that u belongs to.
func (u Urgency) Category() Category {
	switch {
	case u >= Go:
		return Emergency
	case u > Home:
		return SeeDoctor
	}
	return SelfCare
}
