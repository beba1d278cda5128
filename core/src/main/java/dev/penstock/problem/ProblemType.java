package dev.penstock.problem;

/**
 * Every kind of problem that Penstock reports about files, with its stable id. An id is never given another meaning and
 * never reused; {@code docs/problems.md} has a section for each.
 */
public enum ProblemType {
    TEXT_ENCODING("PEN-TEXT-001", Severity.ERROR, "The file is not text in UTF-8 or UTF-16"),
    TEXT_TOO_LARGE("PEN-TEXT-002", Severity.ERROR, "The file is too large"),
    TEXT_EMPTY("PEN-TEXT-003", Severity.ERROR, "The file is empty"),
    TREE_TOO_DEEP("PEN-TEXT-004", Severity.ERROR, "The document is nested too deeply"),
    TREE_TOO_MANY_NODES("PEN-TEXT-005", Severity.ERROR, "The document has too many values"),

    JSON_SYNTAX("PEN-JSON-001", Severity.ERROR, "The JSON cannot be parsed"),
    JSON_DUPLICATE_KEY("PEN-JSON-002", Severity.ERROR, "A key is given twice"),
    JSON_TRAILING_CONTENT("PEN-JSON-003", Severity.ERROR, "Something follows the end of the JSON document"),
    JSON_COMMENT("PEN-JSON-004", Severity.ERROR, "JSON has no comments"),
    JSON_COMMA("PEN-JSON-005", Severity.ERROR, "A comma is missing or too many"),
    JSON_NUMBER("PEN-JSON-006", Severity.ERROR, "A number is not written as JSON writes numbers"),
    JSON_STRING("PEN-JSON-007", Severity.ERROR, "A string is not written as JSON writes strings"),

    YAML_SYNTAX("PEN-YAML-001", Severity.ERROR, "The YAML cannot be parsed"),
    YAML_DUPLICATE_KEY("PEN-YAML-002", Severity.ERROR, "A key is given twice"),
    YAML_SEVERAL_DOCUMENTS("PEN-YAML-003", Severity.ERROR, "The file holds more than one YAML document"),
    YAML_ALIAS("PEN-YAML-004", Severity.ERROR, "An alias cannot be followed"),
    YAML_TAG("PEN-YAML-005", Severity.ERROR, "A tag is not known"),
    YAML_KEY("PEN-YAML-006", Severity.ERROR, "A key is not text"),
    YAML_MERGE("PEN-YAML-007", Severity.ERROR, "A merge key does not name a mapping"),
    YAML_CHARACTER("PEN-YAML-008", Severity.ERROR, "YAML does not allow this character"),

    PIPELINE_NOT_RECOGNISED("PEN-PIPELINE-001", Severity.ERROR, "The file holds no pipeline"),
    PIPELINE_FIELD_MISSING("PEN-PIPELINE-002", Severity.ERROR, "A required field is missing"),
    PIPELINE_FIELD_TYPE("PEN-PIPELINE-003", Severity.ERROR, "A field holds the wrong type of value"),
    PIPELINE_FIELD_UNKNOWN("PEN-PIPELINE-004", Severity.WARNING, "A field is not known"),
    PIPELINE_WORD("PEN-PIPELINE-005", Severity.ERROR, "A word is none of those allowed here"),
    PIPELINE_TEXT(
            "PEN-PIPELINE-006", Severity.ERROR, "A text is empty, too long or has characters that are not allowed"),
    PIPELINE_NUMBER("PEN-PIPELINE-007", Severity.ERROR, "A number is out of range"),
    PIPELINE_COUNT("PEN-PIPELINE-008", Severity.ERROR, "There are too few or too many of something"),
    PIPELINE_NAME_TWICE("PEN-PIPELINE-009", Severity.ERROR, "A name that must be unique is used twice"),
    PIPELINE_ROLE_MISSING("PEN-PIPELINE-010", Severity.NOTE, "CodePipeline itself would need a role"),
    PIPELINE_ARTIFACT_STORE("PEN-PIPELINE-011", Severity.ERROR, "The artifact stores do not fit the pipeline"),
    PIPELINE_ARTIFACT_STORE_MISSING(
            "PEN-PIPELINE-012", Severity.NOTE, "CodePipeline itself would need an artifact store"),
    PIPELINE_SOURCE_STAGE(
            "PEN-PIPELINE-013", Severity.ERROR, "Source actions stand in the first stage and nowhere else"),
    PIPELINE_ONLY_SOURCES("PEN-PIPELINE-014", Severity.ERROR, "The pipeline does nothing but read sources"),
    PIPELINE_V2_ONLY("PEN-PIPELINE-015", Severity.WARNING, "Something needs a pipeline of type V2"),
    PIPELINE_TRIGGER("PEN-PIPELINE-016", Severity.ERROR, "A trigger cannot work"),
    PIPELINE_CONDITION("PEN-PIPELINE-017", Severity.ERROR, "A condition cannot work"),
    PIPELINE_BLOCKERS("PEN-PIPELINE-018", Severity.NOTE, "Blockers have no effect"),

    ACTION_PROVIDER("PEN-ACTION-001", Severity.ERROR, "The action provider is not known"),
    ACTION_VERSION("PEN-ACTION-002", Severity.ERROR, "The action type has no such version"),
    ACTION_KEY_MISSING("PEN-ACTION-003", Severity.ERROR, "The configuration lacks a key that the provider needs"),
    ACTION_KEY_MISSPELT("PEN-ACTION-004", Severity.ERROR, "A key of the configuration is misspelt"),
    ACTION_KEY_UNKNOWN("PEN-ACTION-005", Severity.WARNING, "A key of the configuration is not known"),
    ACTION_ARTIFACT_COUNT("PEN-ACTION-006", Severity.ERROR, "The action has too few or too many artifacts"),
    ACTION_INPUT_UNKNOWN("PEN-ACTION-007", Severity.ERROR, "No action puts out this artifact"),
    ACTION_INPUT_LATE("PEN-ACTION-008", Severity.ERROR, "The artifact is put out too late"),
    ACTION_FIELD_NOT_ALLOWED("PEN-ACTION-009", Severity.ERROR, "This kind of action does not take that field"),
    ACTION_IMAGE_ARTIFACT("PEN-ACTION-010", Severity.NOTE, "CodePipeline allows this action no output artifact"),
    ACTION_PRIMARY_SOURCE("PEN-ACTION-011", Severity.ERROR, "The primary source is none of the input artifacts"),

    VARIABLE_NAMESPACE_UNKNOWN("PEN-VARIABLE-001", Severity.ERROR, "No action has this namespace"),
    VARIABLE_NAMESPACE_LATE("PEN-VARIABLE-002", Severity.ERROR, "The variable has no value yet when the action starts"),
    VARIABLE_UNDECLARED("PEN-VARIABLE-003", Severity.ERROR, "The pipeline declares no such variable"),
    VARIABLE_KEY_UNKNOWN("PEN-VARIABLE-004", Severity.WARNING, "The action puts out no such variable"),
    VARIABLE_IN_SOURCE("PEN-VARIABLE-005", Severity.ERROR, "Source actions cannot use pipeline variables"),
    VARIABLE_SYNTAX("PEN-VARIABLE-006", Severity.WARNING, "This looks like a variable and is none"),
    VARIABLE_NAMESPACE_RESERVED("PEN-VARIABLE-007", Severity.ERROR, "A namespace is reserved"),

    BUILDSPEC_NOT_RECOGNISED("PEN-BUILDSPEC-001", Severity.ERROR, "The file holds no buildspec"),
    BUILDSPEC_FIELD_MISSING("PEN-BUILDSPEC-002", Severity.ERROR, "A required field is missing"),
    BUILDSPEC_FIELD_TYPE("PEN-BUILDSPEC-003", Severity.ERROR, "A field holds the wrong type of value"),
    BUILDSPEC_FIELD_UNKNOWN("PEN-BUILDSPEC-004", Severity.WARNING, "A field is not known"),
    BUILDSPEC_VERSION("PEN-BUILDSPEC-005", Severity.ERROR, "There is no such version of buildspecs"),
    BUILDSPEC_WORD("PEN-BUILDSPEC-006", Severity.ERROR, "A word is none of those allowed here"),
    BUILDSPEC_VARIABLE("PEN-BUILDSPEC-007", Severity.ERROR, "A variable cannot have that name"),
    BUILDSPEC_VARIABLE_RESERVED(
            "PEN-BUILDSPEC-008", Severity.WARNING, "A variable has a name that CodeBuild keeps for itself"),
    BUILDSPEC_COMMAND("PEN-BUILDSPEC-009", Severity.ERROR, "A command is not text"),
    BUILDSPEC_BATCH("PEN-BUILDSPEC-010", Severity.ERROR, "A batch is described in several ways"),
    BUILDSPEC_NOT_CARRIED_OUT("PEN-BUILDSPEC-011", Severity.NOTE, "Something is known and not carried out here"),

    TEMPLATE_NO_PIPELINE("PEN-CFN-001", Severity.ERROR, "The template has no pipeline, or none of that name"),
    TEMPLATE_SEVERAL_PIPELINES("PEN-CFN-002", Severity.ERROR, "The template has several pipelines"),
    TEMPLATE_SHAPE("PEN-CFN-003", Severity.ERROR, "A part of the template has the wrong shape"),
    TEMPLATE_FUNCTION("PEN-CFN-004", Severity.ERROR, "A function is used in a way that CloudFormation does not allow"),
    TEMPLATE_REFERENCE("PEN-CFN-005", Severity.ERROR, "A reference leads nowhere"),
    TEMPLATE_PARAMETER("PEN-CFN-006", Severity.ERROR, "A parameter's value does not fit"),
    TEMPLATE_CYCLE("PEN-CFN-007", Severity.ERROR, "Conditions refer to each other in a circle"),
    TEMPLATE_PARAMETER_FILE("PEN-CFN-008", Severity.ERROR, "The parameter file cannot be read"),
    TEMPLATE_DUPLICATE_KEY("PEN-CFN-009", Severity.WARNING, "A key of the template is given twice"),

    SETTINGS_FIELD_MISSING("PEN-SETTINGS-001", Severity.ERROR, "A required setting is missing"),
    SETTINGS_FIELD_TYPE("PEN-SETTINGS-002", Severity.ERROR, "A setting holds the wrong type of value"),
    SETTINGS_FIELD_UNKNOWN("PEN-SETTINGS-003", Severity.ERROR, "A setting is not known"),
    SETTINGS_VALUE("PEN-SETTINGS-004", Severity.ERROR, "The value of a setting is not possible"),
    SETTINGS_CHOICE("PEN-SETTINGS-005", Severity.ERROR, "Of several settings exactly one is wanted"),
    SETTINGS_SECRET("PEN-SETTINGS-006", Severity.ERROR, "A secret is written into the settings"),
    SETTINGS_NAME_UNKNOWN("PEN-SETTINGS-007", Severity.WARNING, "The settings name something that the pipeline lacks"),
    SETTINGS_GRAPH("PEN-SETTINGS-008", Severity.ERROR, "A release graph cannot be followed"),
    SETTINGS_CONTRACT("PEN-SETTINGS-009", Severity.WARNING, "A migration takes away what runs before it is replaced"),
    SETTINGS_FOLDER("PEN-SETTINGS-010", Severity.ERROR, "The folder of a source is not there"),

    IMAGE_DEFINITIONS("PEN-IMAGEDEF-001", Severity.ERROR, "imagedefinitions.json does not have its shape"),
    IMAGE_DEFINITION_NAME("PEN-IMAGEDEF-002", Severity.ERROR, "A container is named twice"),
    IMAGE_REFERENCE("PEN-IMAGEDEF-003", Severity.ERROR, "A reference to an image cannot be right"),
    IMAGE_TAG_MISSING("PEN-IMAGEDEF-004", Severity.WARNING, "An image has neither tag nor digest"),
    IMAGE_DETAIL("PEN-IMAGEDETAIL-001", Severity.ERROR, "imageDetail.json does not have its shape"),

    APPSPEC_NOT_RECOGNISED("PEN-APPSPEC-001", Severity.ERROR, "The file holds no AppSpec"),
    APPSPEC_FIELD_MISSING("PEN-APPSPEC-002", Severity.ERROR, "A required field is missing"),
    APPSPEC_FIELD_TYPE("PEN-APPSPEC-003", Severity.ERROR, "A field holds the wrong type of value"),
    APPSPEC_FIELD_UNKNOWN("PEN-APPSPEC-004", Severity.WARNING, "A field is not known"),
    APPSPEC_VALUE("PEN-APPSPEC-005", Severity.ERROR, "A value is not possible"),
    APPSPEC_HOOK("PEN-APPSPEC-006", Severity.ERROR, "Nothing can run at this lifecycle event"),

    DOCKERRUN_NOT_RECOGNISED("PEN-DOCKERRUN-001", Severity.ERROR, "The file holds no Dockerrun"),
    DOCKERRUN_FIELD_MISSING("PEN-DOCKERRUN-002", Severity.ERROR, "A required field is missing"),
    DOCKERRUN_FIELD_TYPE("PEN-DOCKERRUN-003", Severity.ERROR, "A field holds the wrong type of value"),
    DOCKERRUN_FIELD_UNKNOWN("PEN-DOCKERRUN-004", Severity.WARNING, "A field is not known"),
    DOCKERRUN_VERSION("PEN-DOCKERRUN-005", Severity.ERROR, "There is no such version, or its fields are another's"),
    DOCKERRUN_VERSION_TYPE(
            "PEN-DOCKERRUN-006", Severity.WARNING, "The version is text that should be a number, or the reverse"),
    DOCKERRUN_CASE("PEN-DOCKERRUN-007", Severity.ERROR, "A field is written in the wrong case"),
    DOCKERRUN_PORT("PEN-DOCKERRUN-008", Severity.ERROR, "A port is not a port"),
    DOCKERRUN_VALUE("PEN-DOCKERRUN-009", Severity.ERROR, "A value is not possible"),
    DOCKERRUN_REFERENCE(
            "PEN-DOCKERRUN-010", Severity.ERROR, "A container or volume is named that does not exist, or exists twice"),
    DOCKERRUN_IMAGE_PLACE("PEN-DOCKERRUN-011", Severity.ERROR, "An image cannot be put into the file"),
    DOCKERRUN_ENCODING("PEN-DOCKERRUN-012", Severity.ERROR, "The file is not UTF-8"),
    DOCKERRUN_MARKED("PEN-DOCKERRUN-013", Severity.WARNING, "The file starts with a byte order mark"),
    DOCKERRUN_IMAGE_UNNAMED("PEN-DOCKERRUN-014", Severity.WARNING, "'Image' names no image"),

    COMPOSE_NOT_RECOGNISED("PEN-COMPOSE-001", Severity.ERROR, "The file holds no Compose project"),
    COMPOSE_VERSION_ONE("PEN-COMPOSE-002", Severity.ERROR, "The file has the form of Compose files of version 1"),
    COMPOSE_FIELD_MISSING("PEN-COMPOSE-003", Severity.ERROR, "A required field is missing"),
    COMPOSE_FIELD_TYPE("PEN-COMPOSE-004", Severity.ERROR, "A field holds the wrong type of value"),
    COMPOSE_FIELD_UNKNOWN("PEN-COMPOSE-005", Severity.ERROR, "A field is not known"),
    COMPOSE_PORT("PEN-COMPOSE-006", Severity.ERROR, "A port is not a port"),
    COMPOSE_VOLUME("PEN-COMPOSE-007", Severity.ERROR, "A volume is not a volume"),
    COMPOSE_REFERENCE("PEN-COMPOSE-008", Severity.ERROR, "Something is named that does not exist"),
    COMPOSE_CYCLE("PEN-COMPOSE-009", Severity.ERROR, "Services or files refer to each other in a circle"),
    COMPOSE_INCLUDE_CONFLICT("PEN-COMPOSE-010", Severity.ERROR, "An included file defines what is defined already"),
    COMPOSE_FILE_MISSING("PEN-COMPOSE-011", Severity.ERROR, "A file that is extended or included is not there"),
    COMPOSE_VARIABLE_SYNTAX("PEN-COMPOSE-012", Severity.ERROR, "A reference to a variable is malformed"),
    COMPOSE_VARIABLE_REQUIRED("PEN-COMPOSE-013", Severity.ERROR, "A required variable has no value"),
    COMPOSE_VARIABLE_UNSET("PEN-COMPOSE-014", Severity.WARNING, "A variable has no value"),
    COMPOSE_ENV_FILE("PEN-COMPOSE-015", Severity.ERROR, "A line of a file of variables cannot be read"),
    COMPOSE_ENV_FILE_MISSING("PEN-COMPOSE-016", Severity.WARNING, "A file of variables is not there"),

    TASKDEF_NOT_RECOGNISED("PEN-TASKDEF-001", Severity.ERROR, "The file holds no task definition"),
    TASKDEF_FIELD_MISSING("PEN-TASKDEF-002", Severity.ERROR, "A required field is missing"),
    TASKDEF_FIELD_TYPE("PEN-TASKDEF-003", Severity.ERROR, "A field holds the wrong type of value"),
    TASKDEF_FIELD_UNKNOWN("PEN-TASKDEF-004", Severity.WARNING, "A field is not known"),
    TASKDEF_VALUE("PEN-TASKDEF-005", Severity.ERROR, "A value is not possible"),
    TASKDEF_REFERENCE(
            "PEN-TASKDEF-006", Severity.ERROR, "A container or volume is named that does not exist, or exists twice"),

    CONVERT_LOSS("PEN-CONVERT-001", Severity.WARNING, "The new form cannot say this"),
    CONVERT_IMPOSSIBLE("PEN-CONVERT-002", Severity.ERROR, "The file cannot be converted into that form"),

    MIGRATE_IMPOSSIBLE("PEN-MIGRATE-001", Severity.ERROR, "It cannot be migrated as it is"),
    MIGRATE_LOSS("PEN-MIGRATE-002", Severity.WARNING, "Something is not carried over by a migration"),
    MIGRATE_NOTE("PEN-MIGRATE-003", Severity.NOTE, "Something has to be done beside the files"),

    IMPORT_LOSS("PEN-IMPORT-001", Severity.WARNING, "Something is not carried over"),
    IMPORT_NOTE("PEN-IMPORT-002", Severity.NOTE, "Something is done in another way"),
    IMPORT_SECRET("PEN-IMPORT-003", Severity.WARNING, "A secret has to be kept somewhere else"),
    IMPORT_NOT_RECOGNISED("PEN-IMPORT-004", Severity.ERROR, "The file is of another kind than what is to be imported"),
    IMPORT_VALUE("PEN-IMPORT-005", Severity.ERROR, "A value is missing or impossible that is needed"),
    IMPORT_DESTINATION("PEN-IMPORT-006", Severity.ERROR, "It is not said where to deploy to"),

    EXTENSION_SECTION(
            "PEN-EXTENSION-001", Severity.WARNING, "A configuration file is passed over by Elastic Beanstalk"),
    EXTENSION_FORM("PEN-EXTENSION-002", Severity.ERROR, "A configuration file is refused by Elastic Beanstalk"),
    EXTENSION_FIELD("PEN-EXTENSION-003", Severity.WARNING, "A field of a configuration file has no meaning"),
    EXTENSION_NAME("PEN-EXTENSION-004", Severity.NOTE, "A file among the configuration files is not read"),

    LINT_IMAGE_TAG("PEN-LINT-001", Severity.WARNING, "An image is not named by its digest"),
    LINT_SECRET("PEN-LINT-002", Severity.WARNING, "A secret stands in the file"),
    LINT_PORT_CLASH("PEN-LINT-003", Severity.ERROR, "Two containers want the same port of the host"),
    LINT_MEMORY("PEN-LINT-004", Severity.ERROR, "The memory of a container is missing or contradicts itself"),
    LINT_RETIRED_PLATFORM("PEN-LINT-005", Severity.NOTE, "The platform is retired"),
    LINT_ESSENTIAL("PEN-LINT-006", Severity.ERROR, "No container is essential"),
    LINT_FARGATE("PEN-LINT-007", Severity.ERROR, "Fargate refuses this"),
    LINT_VERSION("PEN-LINT-008", Severity.NOTE, "The version of a Compose file has no effect"),
    LINT_LIMIT("PEN-LINT-009", Severity.ERROR, "A limit of AWS is exceeded"),

    RUN_ACTION("PEN-RUN-001", Severity.ERROR, "An action cannot be carried out here"),
    RUN_UNRESOLVED("PEN-RUN-002", Severity.ERROR, "An action needs a value that is not known without the stack"),
    RUN_VARIABLE("PEN-RUN-003", Severity.ERROR, "The values of the pipeline's variables do not fit"),
    RUN_LEFT_TO_AWS("PEN-RUN-004", Severity.WARNING, "CodePipeline carries out an action that Penstock does not"),
    RUN_IN_FUNCTION("PEN-RUN-005", Severity.WARNING, "A Lambda function cannot carry out an action"),
    RUN_LIMIT("PEN-RUN-006", Severity.ERROR, "The pipeline has as many executions under way as it may have"),
    RUN_FUNCTION_ANSWER("PEN-RUN-007", Severity.NOTE, "A function is asked for its own answer"),
    RUN_SECRET("PEN-RUN-008", Severity.WARNING, "A secret stands in the definition"),

    VERDICT_VALUE("PEN-VERDICT-001", Severity.ERROR, "A setting of the verdict is not possible"),
    VERDICT_NAMES(
            "PEN-VERDICT-002", Severity.ERROR, "A metric, scope or gate of the verdict is missing or named twice"),
    VERDICT_TIMES("PEN-VERDICT-003", Severity.ERROR, "Times of the verdict cannot be, or contradict each other"),
    VERDICT_RECORD("PEN-VERDICT-004", Severity.ERROR, "The record of a verdict cannot be read"),
    VERDICT_CHAIN("PEN-VERDICT-005", Severity.ERROR, "The record of a verdict was changed after it was written"),
    VERDICT_METRICS_FILE("PEN-VERDICT-006", Severity.ERROR, "The file of past metrics cannot be read"),
    VERDICT_JUDGE("PEN-VERDICT-007", Severity.ERROR, "The settings of a verdict do not fit the judge that it asks for"),
    VERDICT_EVIDENCE("PEN-VERDICT-008", Severity.ERROR, "Evidence of a release cannot be read, or was changed"),
    VERDICT_SIGNATURE("PEN-VERDICT-009", Severity.ERROR, "Evidence of a release is not signed by that key"),
    VERDICT_SOURCE(
            "PEN-VERDICT-010", Severity.ERROR, "Where a metric or gate is read is not said, or said more than once"),
    VERDICT_SOURCE_VALUE("PEN-VERDICT-011", Severity.ERROR, "A setting of a metric's source is not possible"),
    VERDICT_PLACEHOLDER("PEN-VERDICT-012", Severity.ERROR, "A placeholder of a metric's source stands for nothing"),

    FILE_KIND_UNKNOWN("PEN-FILE-001", Severity.ERROR, "The file is of no kind that can be validated");

    private final String id;
    private final Severity severity;
    private final String title;

    ProblemType(String id, Severity severity, String title) {
        this.id = id;
        this.severity = severity;
        this.title = title;
    }

    /** The stable id, such as {@code PEN-YAML-002}. */
    public String id() {
        return id;
    }

    /** How much problems of this type matter. */
    public Severity severity() {
        return severity;
    }

    /** What is wrong in general, in a few words. */
    public String title() {
        return title;
    }
}
