package dev.penstock.simulator.wire;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Model classes as XML: responses of the Query protocol, bodies of REST-XML. */
public final class XmlShapes {

    private static final int DEEPEST = 64;

    /** Made on first use: most runs never read XML. */
    private static final class Factory {
        static final XMLInputFactory INPUT = XMLInputFactory.newDefaultFactory();

        static {
            INPUT.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            INPUT.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            INPUT.setProperty(XMLInputFactory.IS_COALESCING, true);
        }
    }

    private record Element(Map<String, String> attributes, StringBuilder text, Map<String, List<Element>> children) {
        static Element fresh() {
            return new Element(new LinkedHashMap<>(), new StringBuilder(), new LinkedHashMap<>());
        }

        List<Element> named(String name) {
            return children.getOrDefault(name, List.of());
        }
    }

    private XmlShapes() {}

    /**
     * Fills a builder from an XML body.
     *
     * @throws ServiceError {@code MalformedXML}, as S3 answers what it cannot read
     */
    public static void read(byte[] body, SdkPojo builder) {
        try {
            read(parse(body), builder);
        } catch (XMLStreamException | IllegalArgumentException | ClassCastException e) {
            throw ServiceError.client(
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    /** Appends the members of an object that belong in a body, without an element around them. */
    public static void writeMembers(StringBuilder out, SdkPojo pojo) {
        writeMembers(out, pojo, QueryNames.AS_MODELLED);
    }

    /**
     * The same for a service whose model is not one of XML.
     *
     * @param names of its lists and maps
     */
    public static void writeMembers(StringBuilder out, SdkPojo pojo, QueryNames names) {
        for (Member member : Shape.of(pojo).members()) {
            Object value = Shape.value(member.field(), pojo);
            if (value == null || member.location() != MarshallLocation.PAYLOAD || member.attribute()) {
                continue;
            }
            Optional<QueryNames.Flat> flat = names.of(member.name());
            if (flat.isEmpty()) {
                writeValue(out, member.field().unmarshallLocationName(), member, value, names);
            } else if (value instanceof Map<?, ?> map) {
                writeEntries(out, flat.get().entry(), flat.get().key(), QueryNames.Flat.VALUE, member, map, names);
            } else {
                ((List<?>) value).forEach(item -> writeValue(out, flat.get().entry(), member.element(), item, names));
            }
        }
        names.further(pojo).forEach((name, value) -> writeFurther(out, name, value));
    }

    private static void writeFurther(StringBuilder out, String name, Object value) {
        if (value instanceof Map<?, ?> members) {
            out.append('<').append(name).append('>');
            members.forEach((member, inner) -> writeFurther(out, String.valueOf(member), inner));
            out.append("</").append(name).append('>');
        } else {
            element(out, name, String.valueOf(value));
        }
    }

    /** Appends text with the characters that XML reserves replaced, and those that it cannot carry left out. */
    public static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xD;");
                case '\n', '\t' -> out.append(c);
                default -> {
                    if (c >= ' ' && c < '\uFFFE') {
                        out.append(c);
                    }
                }
            }
        }
    }

    /** Appends an element that holds text. */
    public static void element(StringBuilder out, String name, String text) {
        out.append('<').append(name).append('>');
        escape(out, text);
        out.append("</").append(name).append('>');
    }

    /** The bytes of a document whose root element is given. */
    public static byte[] document(StringBuilder root) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root).getBytes(StandardCharsets.UTF_8);
    }

    private static Element parse(byte[] body) throws XMLStreamException {
        XMLStreamReader in = Factory.INPUT.createXMLStreamReader(new ByteArrayInputStream(body));
        List<Element> open = new ArrayList<>();
        Element root = null;
        for (int event = in.getEventType(); in.hasNext(); ) {
            event = in.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                Element element = Element.fresh();
                for (int i = 0; i < in.getAttributeCount(); i++) {
                    element.attributes().put(in.getAttributeLocalName(i), in.getAttributeValue(i));
                }
                if (open.isEmpty()) {
                    root = element;
                } else {
                    open.getLast()
                            .children()
                            .computeIfAbsent(in.getLocalName(), n -> new ArrayList<>())
                            .add(element);
                }
                open.add(element);
                if (open.size() > DEEPEST) {
                    throw new XMLStreamException("nested too deeply");
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open.removeLast();
            } else if (event == XMLStreamConstants.CHARACTERS && !open.isEmpty()) {
                open.getLast().text().append(in.getText());
            }
        }
        if (root == null) {
            throw new XMLStreamException("no element");
        }
        return root;
    }

    private static void read(Element element, SdkPojo builder) {
        for (Member member : Shape.of(builder).members()) {
            if (member.location() != MarshallLocation.PAYLOAD) {
                continue;
            }
            if (member.attribute()) {
                String local = member.name().substring(member.name().indexOf(':') + 1);
                String value = element.attributes().get(local);
                if (value != null) {
                    member.field().set(builder, value);
                }
                continue;
            }
            List<Element> children = element.named(member.name());
            if (!children.isEmpty()) {
                member.field().set(builder, readValue(children, member));
            }
        }
    }

    private static Object readValue(List<Element> elements, Member member) {
        return switch (member.kind()) {
            case LIST -> readList(elements, member);
            case MAP -> readMap(elements, member);
            default -> readOne(elements.getFirst(), member);
        };
    }

    private static Object readOne(Element element, Member member) {
        return switch (member.kind()) {
            case STRUCTURE -> {
                SdkPojo builder = member.field().constructor().get();
                read(element, builder);
                yield Shape.build(builder);
            }
            case LIST, MAP -> readValue(List.of(element), member);
            default -> Scalars.read(member, element.text().toString());
        };
    }

    private static List<Object> readList(List<Element> elements, Member member) {
        ListTrait trait = Objects.requireNonNull(member.list());
        List<Element> items =
                trait.isFlattened() ? elements : elements.getFirst().named(itemName(trait.memberLocationName()));
        List<Object> values = new ArrayList<>();
        for (Element item : items) {
            values.add(readOne(item, member.element()));
        }
        return values;
    }

    private static Map<String, Object> readMap(List<Element> elements, Member member) {
        MapTrait trait = Objects.requireNonNull(member.map());
        List<Element> entries =
                trait.isFlattened() ? elements : elements.getFirst().named("entry");
        Map<String, Object> values = new LinkedHashMap<>();
        for (Element entry : entries) {
            List<Element> key = entry.named(trait.keyLocationName());
            List<Element> value = entry.named(trait.valueLocationName());
            if (!key.isEmpty() && !value.isEmpty()) {
                values.put(key.getFirst().text().toString(), readOne(value.getFirst(), member.valueOfMap()));
            }
        }
        return values;
    }

    private static void writeValue(StringBuilder out, String name, Member member, Object value, QueryNames names) {
        switch (member.kind()) {
            case STRUCTURE -> writeStructure(out, name, (SdkPojo) value, names);
            case LIST -> writeList(out, name, member, (List<?>) value, names);
            case MAP -> writeMap(out, name, member, (Map<?, ?>) value, names);
            default -> element(out, name, Scalars.write(member, value));
        }
    }

    private static void writeStructure(StringBuilder out, String name, SdkPojo value, QueryNames names) {
        out.append('<').append(name);
        for (Member member : Shape.of(value).members()) {
            Object attribute = member.attribute() ? Shape.value(member.field(), value) : null;
            if (attribute != null) {
                out.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ");
                out.append(member.name()).append("=\"");
                escape(out, attribute.toString());
                out.append('"');
            }
        }
        out.append('>');
        writeMembers(out, value, names);
        out.append("</").append(name).append('>');
    }

    private static void writeList(StringBuilder out, String name, Member member, List<?> values, QueryNames names) {
        ListTrait trait = Objects.requireNonNull(member.list());
        Member element = member.element();
        if (trait.isFlattened()) {
            values.forEach(value -> writeValue(out, name, element, value, names));
            return;
        }
        out.append('<').append(name).append('>');
        values.forEach(value -> writeValue(out, itemName(trait.memberLocationName()), element, value, names));
        out.append("</").append(name).append('>');
    }

    private static void writeMap(StringBuilder out, String name, Member member, Map<?, ?> values, QueryNames names) {
        MapTrait trait = Objects.requireNonNull(member.map());
        if (trait.isFlattened()) {
            writeEntries(out, name, trait.keyLocationName(), trait.valueLocationName(), member, values, names);
            return;
        }
        out.append('<').append(name).append('>');
        writeEntries(out, "entry", trait.keyLocationName(), trait.valueLocationName(), member, values, names);
        out.append("</").append(name).append('>');
    }

    private static void writeEntries(
            StringBuilder out,
            String entry,
            String keyName,
            String valueName,
            Member member,
            Map<?, ?> values,
            QueryNames names) {
        values.forEach((key, value) -> {
            out.append('<').append(entry).append('>');
            element(out, keyName, (String) key);
            writeValue(out, valueName, member.valueOfMap(), value, names);
            out.append("</").append(entry).append('>');
        });
    }

    private static String itemName(@Nullable String name) {
        return name == null ? "member" : name;
    }
}
