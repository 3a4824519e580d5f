//! Every kind of mistake that has a name. The names are stable: scripts and `--allow` rely on them.

macro_rules! codes {
    ($($variant:ident $name:literal $about:literal)*) => {
        /// The kind of a [`super::diagnostic::Diagnostic`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $about] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable kebab-case name.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What it means, in one line.
            pub fn about(self) -> &'static str {
                match self { $(Code::$variant => $about,)* }
            }

            /// The page of it, in Markdown: what it means, an example of it, and the same without it.
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("explain/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    FileUnreadable "file-unreadable" "A file or directory of the formation cannot be read."
    FileTooLarge "file-too-large" "A file is larger than a formation's file may be."
    FileNotUtf8 "file-not-utf8" "A file is not UTF-8 text."
    FileEmpty "file-empty" "A file has nothing in it."

    YamlSyntax "yaml-syntax" "The text is not YAML."
    YamlTab "yaml-tab" "A tab stands where YAML wants spaces."
    YamlDuplicateKey "yaml-duplicate-key" "A key is given twice in one map."
    YamlKey "yaml-key" "A key of a map is not a word."
    YamlDocuments "yaml-documents" "A file holds more than one YAML document."
    YamlDepth "yaml-depth" "Maps and lists are nested too deeply."
    YamlAlias "yaml-alias" "A `*alias` or `<<` merge cannot be followed."
    YamlAliasBudget "yaml-alias-budget" "Aliases expand to too much."
    YamlTag "yaml-tag" "A `!tag` that formations do not know."
    YamlAnchor "yaml-anchor" "An `&anchor` that nothing stands for, or that is given twice."
    YamlCharacter "yaml-character" "A character that YAML cannot have, or that cannot be seen."
    YamlDirective "yaml-directive" "A `%` directive, which changes nothing here."
    YamlIndentation "yaml-indentation" "A line in brackets that is not indented."
    YamlMisleading "yaml-misleading" "Text that YAML reads as something else than it looks like."
    YamlAmbiguous "yaml-ambiguous" "Unquoted text that other YAML readers take for something else."

    MissingKey "missing-key" "A required key is not there."
    MissingDescription "missing-description" "A formation or a component does not say what it is for."
    UnknownKey "unknown-key" "A key that formations do not know."
    RefusedKey "refused-key" "A key that is known and not allowed."
    ExclusiveKeys "exclusive-keys" "Keys that exclude each other are given together."
    IncompleteKeys "incomplete-keys" "A key is given without another one that it needs."
    MisplacedKey "misplaced-key" "A key that is there for another `type` than the one that is given."
    DeprecatedKey "deprecated-key" "An old name of a key."
    EmptyValue "empty-value" "A key has no value."
    WrongType "wrong-type" "A value is of another type than its key wants."
    OutOfRange "out-of-range" "A number is too small or too large."
    UnknownValue "unknown-value" "A value is not one of the words that its key knows."
    BadFormat "bad-format" "A text does not have the form that its key wants: a URL, a path, a time."
    BadId "bad-id" "A formation's id has characters that ids cannot have."

    UnknownCapability "unknown-capability" "A model is given for a capability that does not exist."
    DuplicateCapability "duplicate-capability" "Two models are given for one capability."
    UnknownModel "unknown-model" "A model is neither `provider/name` nor an alias."
    UnknownProvider "unknown-provider" "A model's provider is not known."
    ProviderEndpoint "provider-endpoint" "A model's provider has no address that muxi knows, and none is set."

    DuplicateId "duplicate-id" "Two components have the same id, or one is declared twice."
    ComponentNotFound "component-not-found" "A component is declared and has no file."
    ComponentNotDeclared "component-not-declared" "A component has a file and is not declared."
    IncludeForm "include-form" "An `$include` is not a relative path on its own."
    IncludeNotFound "include-not-found" "An included file does not exist."
    IncludeOutside "include-outside" "A file is outside the formation."
    IncludeCycle "include-cycle" "Files include each other."

    FileIgnored "file-ignored" "A file or directory is not read, because another one is."
    FrontMatterUnclosed "front-matter-unclosed" "The front matter of a Markdown file has no end."
    FrontMatterMissing "front-matter-missing" "A skill does not start with front matter."
    BodyEmpty "body-empty" "A Markdown file says nothing below its front matter."
    SkillFile "skill-file" "A skill is not in a `SKILL.md` in a directory of its own."
    SkillName "skill-name" "A skill's name is not its directory's, or not formed as such names are."
    TextTooLong "text-too-long" "A text is longer than it may be."
    UnknownName "unknown-name" "A skill, SOP, channel or transformer is named that the formation does not have."

    SoulFile "soul-file" "The file that a soul names is not there, or not inside the formation."
    KnowledgeNotFound "knowledge-not-found" "The path of a knowledge source does not exist."
    KnowledgeOutside "knowledge-outside" "The path of a knowledge source is not inside the formation."
    KnowledgeEmpty "knowledge-empty" "A knowledge source has no files."

    ToolPattern "tool-pattern" "A pattern for tools that matches no tool."
    ToolExcluded "tool-excluded" "An agent asks for a tool that its server's filter leaves out."
    InactiveUsed "inactive-used" "A component is used and is not active."
    DuplicateDefault "duplicate-default" "Two agents are the default one."
    KeyUnused "key-unused" "A key of an agent does nothing, for a program answers for the agent."
    DirectoryShared "directory-shared" "The programs of all users may write in one directory."
    CredentialUnavailable "credential-unavailable" "A user's credential is used, and nothing can keep it."
    CredentialUnused "credential-unused" "Users can log in at a service, and nothing uses that."
    LiteralSecret "literal-secret" "A secret is written in a file of the formation."

    ServerRefused "server-refused" "The deployed server refuses it."
    ServerIgnored "server-ignored" "The deployed server leaves it out."
    ServerDiffers "server-differs" "The deployed server takes it for something else."
    LocalRefused "local-refused" "`muxi serve` would not start with it."
    LocalIgnored "local-ignored" "`muxi serve` does not use it."

    ReferenceMalformed "reference-malformed" "A `${{ … }}` that cannot be read."
    ReferenceUnknown "reference-unknown" "A `${{ … }}` to something that does not exist."
    ReferenceCase "reference-case" "The name of a secret is not in upper case."
    SecretNotSet "secret-not-set" "A secret is used and has no value."
    SecretMisspelt "secret-misspelt" "A secret is used and not set, and one of nearly that name is set."
    SecretUnused "secret-unused" "A secret is set and nothing refers to it."
    SecretNotInEnvironment "secret-not-in-environment" "A secret is set in one environment and not in another."
    TemplateUnused "template-unused" "The template has a name that is neither set nor used."
    CredentialMisplaced "credential-misplaced" "A user's credential is used where a secret belongs."
    SecretForCredential "secret-for-credential" "A secret is used where a user's credential belongs."

    AllowUnknown "allow-unknown" "A comment allows something that is no finding."
    AllowUnused "allow-unused" "A comment allows a finding that is not there."
    AllowError "allow-error" "A comment allows an error, which cannot be allowed."

    ValueUnreadable "value-unreadable" "The value of a secret does not open."
    ValueBlank "value-blank" "A value begins or ends with a blank or a line end."
    ValueQuoted "value-quoted" "A value is in quotes, which are a part of it."
    ValueNamed "value-named" "A value begins with a name and an equals sign."
    ValuePemLineEnds "value-pem-line-ends" "A PEM block has the line ends of Windows, or none."
    ValuePemCut "value-pem-cut" "A PEM block has no beginning or no end."
    ValueProvider "value-provider" "A value looks like the key of another provider than its name says."
    ValuePublic "value-public" "A public key is under a secret's name, or a secret one under a public name."
    ValuePlaceholder "value-placeholder" "A value is a placeholder or an example."
    ValueWeak "value-weak" "A value is too short or too regular to be a secret."
    ValueUnexpanded "value-unexpanded" "A value is a variable or a reference that nothing has filled in."
    ValueLookAlike "value-look-alike" "A value has characters that cannot be seen, or look like others."
    ValueShared "value-shared" "Two secrets have the same value."
}

impl Code {
    /// The code of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// What its page says before the examples.
    pub fn meaning(self) -> &'static str {
        let page = self.page();
        let body = page.split_once('\n').map_or("", |(_, body)| body);
        body.split("\n## ").next().unwrap_or(body).trim()
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_name_of_its_own_in_kebab_case_and_one_line_about_it() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(code.as_str().chars().all(kebab), "{code}");
            assert!(code.about().ends_with('.') && !code.about().contains('\n'), "{code}");
        }
    }
}
