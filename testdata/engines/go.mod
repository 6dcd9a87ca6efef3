module legtriage/testdata/engines

go 1.26.7

require legtriage v0.0.0

require (
	github.com/agnivade/levenshtein v1.2.2 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
)

replace legtriage => ../..
