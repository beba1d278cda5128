package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code AWS::Serverless::Api} and {@code AWS::Serverless::HttpApi}, also those that events of functions imply: the API, its
 * deployment and stage. Nothing answers behind them, so authorizers, models and cross-origin rules are not written into them.
 */
final class Apis {

    /** The two kinds of APIs. */
    enum Kind {
        REST("ServerlessRestApi", "RestApiId"),
        HTTP("ServerlessHttpApi", "ApiId");

        private final String implied;
        private final String named;

        Kind(String implied, String named) {
            this.implied = implied;
            this.named = named;
        }
    }

    private static final List<String> OF_API = List.of(
            "ApiKeySourceType",
            "BinaryMediaTypes",
            "Description",
            "DisableExecuteApiEndpoint",
            "FailOnWarnings",
            "MinimumCompressionSize",
            "Mode",
            "Name",
            "Policy");

    private static final List<String> OF_STAGE = List.of(
            "CacheClusterEnabled",
            "CacheClusterSize",
            "CanarySetting",
            "MethodSettings",
            "TracingEnabled",
            "Variables");

    private static final List<String> OWN = List.of(
            "AccessLogSetting",
            "AccessLogSettings",
            "AlwaysDeploy",
            "Auth",
            "Cors",
            "CorsConfiguration",
            "DefaultRouteSettings",
            "DefinitionBody",
            "DefinitionUri",
            "EndpointConfiguration",
            "GatewayResponses",
            "MergeDefinitions",
            "Models",
            "OpenApiVersion",
            "PropagateTags",
            "RouteSettings",
            "StageName",
            "StageVariables",
            "Tags");

    private static final List<String> ALL =
            Stream.of(OF_API, OF_STAGE, OWN).flatMap(List::stream).toList();

    private static final String DEPLOYMENT = "Deployment";

    private final Written written;
    private final Globals globals;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, Declared> declared = new LinkedHashMap<>();
    private final Map<String, List<Declared>> callers = new LinkedHashMap<>();
    private final Map<String, Map<String, Members>> paths = new LinkedHashMap<>();

    Apis(Written written, Globals globals) {
        this.written = written;
        this.globals = globals;
    }

    void declare(Declared api, Kind kind) {
        if (api.property("Domain").isPresent()) {
            throw api.invalid("The property 'Domain' is not simulated.");
        }
        api.only(ALL);
        kinds.put(api.logicalId(), kind);
        declared.put(api.logicalId(), api);
    }

    /** An event of a function that is a request. */
    void route(Declared function, String event, Map<String, JsonValue> given, JsonValue called, Kind kind) {
        String named =
                Members.of(Optional.ofNullable(given.get(kind.named))).get("Ref") instanceof JsonValue.Text(String id)
                        ? id
                        : kind.implied;
        if (given.containsKey(kind.named) && !kinds.containsKey(named)) {
            throw function.invalid("Event with id [" + event + "] is invalid. " + kind.named
                    + " must be a valid reference to an API in the same template.");
        }
        kinds.putIfAbsent(named, kind);
        String path = written.knownText(Optional.ofNullable(given.get("Path"))).orElse("$default");
        String method = written.knownText(Optional.ofNullable(given.get("Method")))
                .orElse(kind == Kind.HTTP ? "any" : "")
                .toLowerCase(Locale.ROOT);
        if (kind == Kind.REST && (method.isEmpty() || !given.containsKey("Path"))) {
            throw function.invalid("Event with id [" + event + "] is invalid. Missing required property '"
                    + (given.containsKey("Path") ? "Method" : "Path") + "'.");
        }
        boolean any = method.equals("any") || method.equals("*");
        paths.computeIfAbsent(named, api -> new TreeMap<>())
                .computeIfAbsent(path, p -> new Members())
                .with(
                        any ? "x-amazon-apigateway-any-method" : method,
                        function.conditional(integration(function, kind)));
        callers.computeIfAbsent(named, api -> new ArrayList<>()).add(function);
        String on = any ? "*" : method.toUpperCase(Locale.ROOT);
        String below = path.equals("$default") ? "*" : on + placeholders(path);
        written.add(
                function.logicalId() + event + "Permission"
                        + (kind == Kind.REST ? stage(named).orElse("Prod") : ""),
                "AWS::Lambda::Permission",
                new Members()
                        .with("Action", "lambda:InvokeFunction")
                        .with("FunctionName", called)
                        .with("Principal", "apigateway.amazonaws.com")
                        .with(
                                "SourceArn",
                                Members.sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${"
                                        + named + "}/*/" + below))
                        .built(),
                function);
    }

    /** A path as an ARN of an API has it: parameters are any text. */
    private static String placeholders(String path) {
        return path.replaceAll("\\{[^}]*}", "*");
    }

    private static JsonValue integration(Declared function, Kind kind) {
        String called = function.property("AutoPublishAlias").isPresent() ? ".Alias" : ".Arn";
        String address = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${"
                + function.logicalId() + called + "}/invocations";
        Members integration = new Members()
                .with("httpMethod", "POST")
                .with("type", "aws_proxy")
                .with("uri", Members.sub(address));
        if (kind == Kind.HTTP) {
            integration.with("payloadFormatVersion", "2.0");
        }
        return new Members()
                .with("x-amazon-apigateway-integration", integration.built())
                .with("responses", new Members().built())
                .built();
    }

    private Optional<String> stage(String api) {
        return Optional.ofNullable(declared.get(api)).flatMap(found -> written.knownText(found.property("StageName")));
    }

    /** Writes all of them; after every function was. */
    void write() {
        kinds.forEach((id, kind) -> {
            Declared api = Optional.ofNullable(declared.get(id))
                    .orElseGet(() -> new Declared(
                            id,
                            "",
                            condition(id),
                            globals.merged("AWS::Serverless::" + (kind == Kind.REST ? "Api" : "HttpApi"), Map.of())));
            switch (kind) {
                case REST -> rest(api);
                case HTTP -> http(api);
            }
        });
    }

    /** An API that is only implied is there if one of the functions behind it is: told where they have one condition. */
    private Map<String, JsonValue> condition(String api) {
        List<Optional<JsonValue>> conditions = callers.getOrDefault(api, List.of()).stream()
                .map(Declared::condition)
                .distinct()
                .toList();
        return conditions.size() == 1
                ? new Members().with("Condition", conditions.getFirst()).built().members()
                : Map.of();
    }

    private void rest(Declared api) {
        String id = api.logicalId();
        Members properties = new Members().from(api.properties(), OF_API);
        JsonValue body = definition(api, properties, new Members().with("swagger", "2.0"));
        api.property("EndpointConfiguration")
                .map(given -> Members.of(Optional.of(given)).getOrDefault("Type", given))
                .ifPresent(type -> properties.with(
                        "EndpointConfiguration",
                        type instanceof JsonValue.Structure
                                ? type
                                : new Members()
                                        .with("Types", Members.list(List.of(type)))
                                        .built()));
        written.add(id, "AWS::ApiGateway::RestApi", properties.built(), attributes(api));
        String deployment = Written.hashed(id + DEPLOYMENT, JsonTexts.of(body));
        written.add(
                deployment,
                "AWS::ApiGateway::Deployment",
                new Members()
                        .with(
                                "Description",
                                "RestApi deployment id: " + deployment.substring(id.length() + DEPLOYMENT.length()))
                        .with("RestApiId", Members.ref(id))
                        .with("StageName", "Stage")
                        .built(),
                api);
        JsonValue name = declared.containsKey(id) ? api.required("StageName") : Members.text("Prod");
        String stage = id + written.knownText(Optional.of(name)).orElse("") + "Stage";
        written.add(
                stage,
                "AWS::ApiGateway::Stage",
                new Members()
                        .with("DeploymentId", Members.ref(deployment))
                        .with("RestApiId", Members.ref(id))
                        .with("StageName", name)
                        .from(api.properties(), OF_STAGE)
                        .with("AccessLogSetting", api.property("AccessLogSetting"))
                        .built(),
                api);
        written.references().lead(id + ".Stage", stage);
        written.references().lead(id + ".Deployment", deployment);
    }

    private void http(Declared api) {
        String id = api.logicalId();
        Members properties =
                new Members().from(api.properties(), List.of("FailOnWarnings", "DisableExecuteApiEndpoint"));
        JsonValue unused = definition(api, properties, new Members().with("openapi", "3.0.1"));
        written.add(id, "AWS::ApiGatewayV2::Api", properties.built(), attributes(api));
        Optional<JsonValue> named = api.property("StageName");
        String stage = named.flatMap(name -> written.knownText(Optional.of(name)))
                .map(name -> id + name + "Stage")
                .orElse(id + "ApiGatewayDefaultStage");
        written.add(
                stage,
                "AWS::ApiGatewayV2::Stage",
                new Members()
                        .with("ApiId", Members.ref(id))
                        .with("StageName", named.orElse(Members.text("$default")))
                        .with("AutoDeploy", Members.truth(true))
                        .from(
                                api.properties(),
                                List.of("AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables"))
                        .built(),
                api);
        written.references().lead(id + ".Stage", stage);
    }

    private static Members attributes(Declared api) {
        return new Members().from(api.attributes(), api.attributes().keySet());
    }

    /** Puts an API's definition into its properties: the one that it was given, or that of the events of functions. */
    private JsonValue definition(Declared api, Members properties, Members version) {
        Optional<JsonValue> uri = api.property("DefinitionUri");
        if (uri.isPresent()) {
            JsonValue.Structure code =
                    Locations.code(api, "DefinitionUri", uri.get()).built();
            JsonValue location = new Members()
                    .with("Bucket", Optional.ofNullable(code.members().get("S3Bucket")))
                    .with("Key", Optional.ofNullable(code.members().get("S3Key")))
                    .with("Version", Optional.ofNullable(code.members().get("S3ObjectVersion")))
                    .built();
            properties.with("BodyS3Location", location);
            return location;
        }
        JsonValue body = api.property("DefinitionBody").orElseGet(() -> {
            Members all = new Members();
            paths.getOrDefault(api.logicalId(), Map.of()).forEach((path, methods) -> all.with(path, methods.built()));
            return version.with(
                            "info",
                            new Members()
                                    .with("version", "1.0")
                                    .with("title", Members.ref("AWS::StackName"))
                                    .built())
                    .with("paths", all.built())
                    .built();
        });
        properties.with("Body", body);
        return body;
    }
}
