package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import java.util.List;
import java.util.Optional;

/** Takes values out of documents whose tools were lenient: one value may stand for a list of one. */
final class Nodes {

    private Nodes() {}

    /** A value that is there and not null. */
    static Optional<SourceNode> present(Mapping mapping, String name) {
        return mapping.get(name).filter(node -> !node.isNull());
    }

    /** The items of a list, or the value itself. */
    static List<SourceNode> items(SourceNode node) {
        return switch (node) {
            case Sequence list -> list.items();
            case Mapping mapping -> List.of(mapping);
            case Scalar scalar -> scalar.isNull() ? List.of() : List.of(scalar);
        };
    }

    static Optional<Scalar> scalar(Mapping mapping, String name) {
        return present(mapping, name).filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    static Optional<String> text(Mapping mapping, String name) {
        return scalar(mapping, name).map(Scalar::text);
    }

    static boolean isTrue(Mapping mapping, String name) {
        return text(mapping, name).map(text -> text.equalsIgnoreCase("true")).orElse(false);
    }

    static boolean isFalse(SourceNode node) {
        return node instanceof Scalar scalar && scalar.text().equalsIgnoreCase("false");
    }

    /** The texts of a list or of a single value; what is no text is left out. */
    static List<Scalar> scalars(SourceNode node) {
        return items(node).stream()
                .filter(item -> item instanceof Scalar && !item.isNull())
                .map(Scalar.class::cast)
                .toList();
    }

    /** The members of a mapping, or none. */
    static Optional<Mapping> mapping(Mapping parent, String name) {
        return present(parent, name).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }
}
