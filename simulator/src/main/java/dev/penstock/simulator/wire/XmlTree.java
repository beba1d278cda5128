package dev.penstock.simulator.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An answer, or a part of one, that is written as XML by name and not through a model class. Names are as on the wire, like
 * {@code instancesSet}; a list's elements are called {@code item}.
 */
public final class XmlTree implements SdkPojo {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private sealed interface Content {

        record Text(String text) implements Content {}

        record Part(XmlTree tree) implements Content {}

        record Items(List<XmlTree> trees) implements Content {}

        record Texts(List<String> texts) implements Content {}
    }

    private record Member(String name, Content content) {}

    private final List<Member> members = new ArrayList<>();

    private XmlTree() {}

    public static XmlTree of() {
        return new XmlTree();
    }

    /** With a value; empty text stays. */
    public XmlTree text(String name, String value) {
        members.add(new Member(name, new Content.Text(value)));
        return this;
    }

    /** With a value where there is one. */
    public XmlTree text(String name, Optional<String> value) {
        value.ifPresent(present -> text(name, present));
        return this;
    }

    public XmlTree number(String name, long value) {
        return text(name, Long.toString(value));
    }

    public XmlTree flag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    public XmlTree time(String name, Instant at) {
        return text(name, TIME.format(at));
    }

    public XmlTree part(String name, XmlTree tree) {
        members.add(new Member(name, new Content.Part(tree)));
        return this;
    }

    public XmlTree list(String name, Stream<XmlTree> items) {
        members.add(new Member(name, new Content.Items(items.toList())));
        return this;
    }

    public XmlTree texts(String name, Collection<String> items) {
        members.add(new Member(name, new Content.Texts(List.copyOf(items))));
        return this;
    }

    /**
     * All values at a place within.
     *
     * @param path names from the outermost one, without those of list elements
     */
    public List<String> values(String... path) {
        List<String> found = new ArrayList<>();
        collect(path, 0, found);
        return found;
    }

    private void collect(String[] path, int depth, List<String> found) {
        for (Member member : members) {
            if (member.name().equals(path[depth])) {
                boolean last = depth == path.length - 1;
                switch (member.content()) {
                    case Content.Text(String text) -> {
                        if (last) {
                            found.add(text);
                        }
                    }
                    case Content.Texts(List<String> texts) -> {
                        if (last) {
                            found.addAll(texts);
                        }
                    }
                    case Content.Part(XmlTree tree) -> {
                        if (!last) {
                            tree.collect(path, depth + 1, found);
                        }
                    }
                    case Content.Items(List<XmlTree> trees) -> {
                        if (!last) {
                            trees.forEach(tree -> tree.collect(path, depth + 1, found));
                        }
                    }
                }
            }
        }
    }

    /** Appends the members, without an element around them. */
    public void write(StringBuilder out) {
        for (Member member : members) {
            switch (member.content()) {
                case Content.Text(String text) -> XmlShapes.element(out, member.name(), text);
                case Content.Part(XmlTree tree) -> around(out, member.name(), tree);
                case Content.Texts(List<String> texts) -> {
                    open(out, member.name());
                    texts.forEach(text -> XmlShapes.element(out, "item", text));
                    close(out, member.name());
                }
                case Content.Items(List<XmlTree> trees) -> {
                    open(out, member.name());
                    trees.forEach(tree -> around(out, "item", tree));
                    close(out, member.name());
                }
            }
        }
    }

    private static void around(StringBuilder out, String name, XmlTree tree) {
        open(out, name);
        tree.write(out);
        close(out, name);
    }

    private static void open(StringBuilder out, String name) {
        out.append('<').append(name).append('>');
    }

    private static void close(StringBuilder out, String name) {
        out.append("</").append(name).append('>');
    }

    /** None: who handles model classes has nothing to do with it. */
    @Override
    public List<SdkField<?>> sdkFields() {
        return List.of();
    }

    @Override
    public Map<String, SdkField<?>> sdkFieldNameToField() {
        return Map.of();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }
}
