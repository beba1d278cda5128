package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code AWS::Serverless::Function}: a function, its role, version and alias, and what calls it. */
final class Functions {

    /** What {@code AWS::Lambda::Function} has under the same name. */
    private static final List<String> SAME = List.of(
            "Architectures",
            "CodeSigningConfigArn",
            "Description",
            "DurableConfig",
            "Environment",
            "EphemeralStorage",
            "FileSystemConfigs",
            "FunctionName",
            "Handler",
            "ImageConfig",
            "KmsKeyArn",
            "Layers",
            "LoggingConfig",
            "MemorySize",
            "PackageType",
            "RecursiveLoop",
            "ReservedConcurrentExecutions",
            "Runtime",
            "RuntimeManagementConfig",
            "SnapStart",
            "TenancyConfig",
            "Timeout",
            "VpcConfig");

    private static final List<String> OWN = List.of(
            "AssumeRolePolicyDocument",
            "AutoPublishAlias",
            "AutoPublishAliasAllProperties",
            "AutoPublishCodeSha256",
            "CodeUri",
            "DeadLetterQueue",
            "DeploymentPreference",
            "EventInvokeConfig",
            "Events",
            "FunctionUrlConfig",
            "ImageUri",
            "InlineCode",
            "PermissionsBoundary",
            "Policies",
            "PropagateTags",
            "ProvisionedConcurrencyConfig",
            "Role",
            "RolePath",
            "SourceKMSKeyArn",
            "Tags",
            "Tracing",
            "VersionDeletionPolicy",
            "VersionDescription");

    private static final List<String> ALL =
            Stream.concat(SAME.stream(), OWN.stream()).toList();

    private final Written written;
    private final Events events;
    private final DeploymentPreferences preferences;

    Functions(Written written, Apis apis) {
        this.written = written;
        this.events = new Events(written, apis);
        this.preferences = new DeploymentPreferences(written);
    }

    void write(Declared function) {
        function.only(ALL);
        String id = function.logicalId();
        JsonValue.Structure code = code(function);
        FunctionRole role = new FunctionRole(function, events.policies(function));
        JsonValue.Structure properties = properties(function, code, role);
        written.add(
                id,
                "AWS::Lambda::Function",
                properties,
                new Members().from(function.attributes(), function.attributes().keySet()));
        role.write(written);
        Optional<String> alias = written.knownText(function.property("AutoPublishAlias"))
                .map(name -> publish(function, name, code, properties));
        JsonValue called = Members.ref(alias.orElse(id));
        JsonValue arn = alias.map(Members::ref).orElseGet(() -> Members.getAtt(id, "Arn"));
        events.write(function, new Events.Called(called, arn));
        url(function, called);
        function.property("EventInvokeConfig").ifPresent(config -> invokeConfig(function, config, alias.isPresent()));
    }

    private static JsonValue.Structure properties(Declared function, JsonValue.Structure code, FunctionRole role) {
        Members properties = new Members()
                .with("Code", code)
                .from(function.properties(), SAME)
                .with("Role", role.arn())
                .with("Tags", function.tags("lambda:createdBy"));
        function.property("Tracing")
                .ifPresent(mode -> properties.with(
                        "TracingConfig", new Members().with("Mode", mode).built()));
        Optional.ofNullable(Members.of(function.property("DeadLetterQueue")).get("TargetArn"))
                .ifPresent(target -> properties.with(
                        "DeadLetterConfig",
                        new Members().with("TargetArn", target).built()));
        if (function.property("ImageUri").isPresent()) {
            properties.with("PackageType", "Image");
        }
        return properties.built();
    }

    private static JsonValue.Structure code(Declared function) {
        Members code = new Members();
        if (function.property("InlineCode").isPresent()) {
            code.with("ZipFile", function.property("InlineCode"));
        } else if (function.property("ImageUri").isPresent()) {
            code.with("ImageUri", function.property("ImageUri"));
        } else {
            code = Locations.code(function, "CodeUri", function.required("CodeUri"));
        }
        return code.with("SourceKMSKeyArn", function.property("SourceKMSKeyArn"))
                .built();
    }

    /** @return the logical id of the alias */
    private String publish(Declared function, String name, JsonValue.Structure code, JsonValue.Structure properties) {
        String id = function.logicalId();
        boolean all = function.text("AutoPublishAliasAllProperties")
                .filter("true"::equals)
                .isPresent();
        String of = written.knownText(function.property("AutoPublishCodeSha256"))
                .orElseGet(() -> JsonTexts.of(all ? properties : code));
        String version = Written.hashed(id + "Version", of);
        written.add(
                version,
                "AWS::Lambda::Version",
                new Members()
                        .with("FunctionName", Members.ref(id))
                        .with("Description", function.property("VersionDescription"))
                        .built(),
                new Members()
                        .from(function.attributes(), List.of("Condition"))
                        .with(
                                "DeletionPolicy",
                                function.property("VersionDeletionPolicy").orElse(Members.text("Retain"))));
        String alias = id + "Alias" + name;
        Members attributes = new Members().from(function.attributes(), List.of("Condition"));
        function.property("DeploymentPreference")
                .flatMap(given -> preferences.write(function, Members.of(Optional.of(given))))
                .ifPresent(policy -> attributes.with("UpdatePolicy", policy));
        written.add(
                alias,
                "AWS::Lambda::Alias",
                new Members()
                        .with("Name", name)
                        .with("FunctionName", Members.ref(id))
                        .with("FunctionVersion", Members.getAtt(version, "Version"))
                        .with("ProvisionedConcurrencyConfig", function.property("ProvisionedConcurrencyConfig"))
                        .built(),
                attributes);
        written.references().lead(id + ".Version", version);
        written.references().lead(id + ".Alias", alias);
        return alias;
    }

    private void url(Declared function, JsonValue called) {
        Map<String, JsonValue> config = Members.of(function.property("FunctionUrlConfig"));
        if (config.isEmpty()) {
            return;
        }
        String id = function.logicalId();
        written.add(
                id + "Url",
                "AWS::Lambda::Url",
                new Members()
                        .with("TargetFunctionArn", called)
                        .from(config, List.of("AuthType", "Cors", "InvokeMode"))
                        .built(),
                function);
        if (!written.knownText(Optional.ofNullable(config.get("AuthType"))).equals(Optional.of("NONE"))) {
            return;
        }
        Members everybody = new Members().with("FunctionName", called).with("Principal", "*");
        written.add(
                id + "UrlPublicPermissions",
                "AWS::Lambda::Permission",
                everybody
                        .with("Action", "lambda:InvokeFunctionUrl")
                        .with("FunctionUrlAuthType", "NONE")
                        .built(),
                function);
        written.add(
                id + "URLInvokeAllowPublicAccess",
                "AWS::Lambda::Permission",
                new Members()
                        .with("Action", "lambda:InvokeFunction")
                        .with("FunctionName", called)
                        .with("Principal", "*")
                        .with("InvokedViaFunctionUrl", Members.truth(true))
                        .built(),
                function);
    }

    private void invokeConfig(Declared function, JsonValue config, boolean published) {
        Map<String, JsonValue> given = Members.of(Optional.of(config));
        Members destinations = new Members();
        for (String when : List.of("OnSuccess", "OnFailure")) {
            Map<String, JsonValue> to =
                    Members.of(Optional.ofNullable(Members.of(Optional.ofNullable(given.get("DestinationConfig")))
                            .get(when)));
            if (!to.isEmpty() && !to.containsKey("Destination")) {
                throw function.invalid("A destination of EventInvokeConfig without 'Destination' is not simulated.");
            }
            if (!to.isEmpty()) {
                destinations.with(
                        when, new Members().from(to, List.of("Destination")).built());
            }
        }
        Members properties = new Members()
                .with("FunctionName", Members.ref(function.logicalId()))
                .with("Qualifier", published ? function.required("AutoPublishAlias") : Members.text("$LATEST"))
                .from(given, List.of("MaximumEventAgeInSeconds", "MaximumRetryAttempts"));
        if (!destinations.isEmpty()) {
            properties.with("DestinationConfig", destinations.built());
        }
        written.add(
                function.logicalId() + "EventInvokeConfig",
                "AWS::Lambda::EventInvokeConfig",
                properties.built(),
                function);
    }
}
