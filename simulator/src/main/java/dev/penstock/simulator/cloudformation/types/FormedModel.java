package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something of which nothing is known but the forms of its identifiers; {@code modelled-types.txt} says what stands in braces.
 *
 * @param nameProperty that names it, of which there is one in an account and region; empty when its users do not name it
 * @param longest how many characters a name may have
 * @param ref the form of what {@code Ref} gives
 * @param attributes the forms of what {@code Fn::GetAtt} gives
 */
record FormedModel(Optional<String> nameProperty, int longest, String ref, Map<String, String> attributes)
        implements Model {

    private static final Pattern BLANK = Pattern.compile("\\{(=?\\w+)(?::(\\w+))?}");
    private static final int USUAL_LENGTH = 64;
    private static final String VERSION = "Version";

    /** What identifies something together with its name. */
    private static final List<String> PARENTS =
            List.of("RestApiId", "ApiId", "ApplicationName", "AutoScalingGroupName", "GroupName", "Scope");

    FormedModel {
        attributes = Map.copyOf(attributes);
    }

    /** @param fields as a line has them: name and length or a dash, Ref, attributes */
    static FormedModel of(List<String> fields) {
        String[] named = fields.getFirst().split(" ", 2);
        Map<String, String> attributes = new LinkedHashMap<>();
        fields.subList(2, fields.size()).forEach(field -> {
            int equals = field.indexOf('=');
            attributes.put(field.substring(0, equals), field.substring(equals + 1));
        });
        boolean unnamed = named.length == 1;
        return new FormedModel(
                unnamed ? Optional.empty() : Optional.of(named[0]),
                unnamed ? USUAL_LENGTH : Integer.parseInt(named[1]),
                fields.get(1),
                attributes);
    }

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        Optional<String> name = nameProperty.flatMap(asked::text);
        boolean taken = name.isPresent()
                && here.resources().all(here.context().caller(), here.schema().type()).stream()
                        .anyMatch(row -> sameName(row, asked));
        if (taken) {
            throw ServiceError.client(
                    "AlreadyExistsException",
                    "Resource of type '" + here.schema().type() + "' with identifier '" + name.get()
                            + "' already exists.");
        }
    }

    /** Under the same parent, where a parent is part of what identifies it. */
    private boolean sameName(ModelledResources.Row row, Properties asked) {
        String property = nameProperty.orElse("");
        return row.read().text(property).equals(asked.text(property))
                && PARENTS.stream().allMatch(parent -> row.read().text(parent).equals(asked.text(parent)));
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return filled(ref, here, asked, "");
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        attributes.forEach((attribute, form) -> values.put(attribute, value(filled(form, here, asked, physicalId))));
        return new JsonValue.Structure(values);
    }

    /** What counts its versions counts each change. */
    @Override
    public JsonValue.Structure changed(Surroundings here, Deployed before, Properties asked) {
        if (!attributes.containsKey(VERSION)) {
            return Properties.none().structure();
        }
        int version = Integer.parseInt(Properties.of(before.attributes()).text(VERSION, "1"));
        return ServiceHandler.attributes(VERSION, String.valueOf(version + 1));
    }

    private static JsonValue value(String text) {
        if (!text.startsWith("[")) {
            return new JsonValue.Text(text);
        }
        List<JsonValue> elements = new ArrayList<>();
        for (String element : text.substring(1, text.length() - 1).split(", ", -1)) {
            elements.add(new JsonValue.Text(element));
        }
        return new JsonValue.Array(elements);
    }

    private String filled(String form, Surroundings here, Properties asked, String physicalId) {
        Matcher blank = BLANK.matcher(form);
        StringBuilder text = new StringBuilder();
        while (blank.find()) {
            String argument = Optional.ofNullable(blank.group(2)).orElse("");
            String value = filling(blank.group(1), argument, here, asked, physicalId);
            blank.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return blank.appendTail(text).toString();
    }

    private String filling(String what, String argument, Surroundings here, Properties asked, String physicalId) {
        if (what.startsWith("=")) {
            return asked.text(what.substring(1), argument);
        }
        return switch (what) {
            case "name" -> name(here, asked);
            case "lower" -> name(here, asked).toLowerCase(Locale.ROOT);
            case "ref" -> physicalId;
            case "region" -> here.context().caller().region();
            case "account" -> here.context().caller().account();
            case "uuid" -> here.ids().uuid();
            case "hex" -> here.ids().hex(Integer.parseInt(argument));
            case "digits" -> here.ids().digits(Integer.parseInt(argument));
            case "key" -> here.ids().key(Integer.parseInt(argument));
            case "word" -> here.ids().word(Integer.parseInt(argument));
            case "small" -> here.ids().word(Integer.parseInt(argument)).toLowerCase(Locale.ROOT);
            case "short" -> shortened(here.context().caller().region());
            case "host" -> asked.text("Url", "").replaceFirst("^https://", "");
            case "scope" -> asked.text("Scope", "").equals("CLOUDFRONT") ? "global" : "regional";
            case "id" -> physicalId.split("\\|", -1)[1];
            default -> throw new IllegalArgumentException("a type's form has {" + what + "}");
        };
    }

    /** {@code use1} of {@code us-east-1}, {@code apse2} of {@code ap-southeast-2}. */
    private static String shortened(String region) {
        return region.replaceAll("(north|south|east|west|central)", "$1-")
                .replaceAll("-([a-z])[a-z]+", "$1")
                .replace("-", "");
    }

    private String name(Surroundings here, Properties asked) {
        String property = nameProperty.orElse("Name");
        return asked.text(property, here.context().generatedName(longest));
    }
}
