// Compiles CQL with the reference compiler.
import { CqlTranslator, CqlCompilerOptions, LibraryManager, ModelManager, createModelInfoProvider, stringAsSource } from "@cqframework/cql/cql-to-elm";

// The compiler reads the types of CQL from a file that its package lacks. These are
// their names in the specification (CQL 1.5, appendix B, and the types of values). The
// library uses no classes.
const simple = ["Boolean", "Integer", "Long", "Decimal", "String", "DateTime", "Date", "Time"];
const classes = {
  Quantity: [["value", "Decimal"], ["unit", "String"]],
  Ratio: [["numerator", "Quantity"], ["denominator", "Quantity"]],
  Code: [["code", "String"], ["system", "String"], ["version", "String"], ["display", "String"]],
  Concept: [["codes", "List<System.Code>"], ["display", "String"]],
  Vocabulary: [["id", "String"], ["version", "String"]],
};
const info = (type, name, base, inner = "") =>
  `<typeInfo xsi:type="${type}" name="System.${name}"${base ? ` baseType="System.${base}"` : ""}>${inner}</typeInfo>`;
const system = `<?xml version="1.0" encoding="UTF-8"?>
<modelInfo xmlns="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  name="System" version="1.0.0" url="urn:hl7-org:elm-types:r1" targetQualifier="system">${[
  info("SimpleTypeInfo", "Any", ""),
  ...simple.map(name => info("SimpleTypeInfo", name, "Any")),
  ...Object.entries(classes).map(([name, elements]) => info("ClassInfo", name, "Any", elements.map(([element, type]) =>
    type.startsWith("List<") ? `<element name="${element}"><typeSpecifier xsi:type="ListTypeSpecifier" elementType="${type.slice(5, -1)}"/></element>`
      : `<element name="${element}" type="System.${type}"/>`).join(""))),
  info("ClassInfo", "ValueSet", "Vocabulary"),
  info("ClassInfo", "CodeSystem", "Vocabulary"),
].join("")}</modelInfo>`;

// compile returns the ELM of a library as an object, and throws anything that the
// compiler reports, even a warning.
export function compile(text) {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(createModelInfoProvider(name => name === "System" ? stringAsSource(system) : null));
  const options = new CqlCompilerOptions();
  options.setOptions([]); // without a copy of the source, which would run more slowly
  const translator = CqlTranslator.fromText(text, new LibraryManager(models, options));
  const said = translator.exceptions.asJsReadonlyArrayView();
  if (said.length > 0) {
    throw new Error(said.slice(0, 5).map(e => `${e.severity.name}: ${e.message}`).join("\n"));
  }
  return JSON.parse(translator.toJson());
}
