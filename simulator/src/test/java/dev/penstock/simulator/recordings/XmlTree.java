package dev.penstock.simulator.recordings;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML document as recorded tests keep it: elements are members, repeated ones lists, attributes members with an
 * {@code @}, an element with text only is that text.
 */
final class XmlTree {

    private XmlTree() {}

    static Tree of(InputStream document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        try {
            XMLStreamReader in = factory.createXMLStreamReader(document);
            int event = in.next();
            while (event != XMLStreamConstants.START_ELEMENT) {
                event = in.next();
            }
            return new Tree.Structure(Map.of(in.getLocalName(), element(in)));
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("no XML", e);
        }
    }

    private static Tree element(XMLStreamReader in) throws XMLStreamException {
        Map<String, List<Tree>> children = new LinkedHashMap<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            children.put("@" + in.getAttributeLocalName(i), List.of(new Tree.Text(in.getAttributeValue(i))));
        }
        StringBuilder text = new StringBuilder();
        for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = in.getLocalName();
                children.computeIfAbsent(name, n -> new ArrayList<>()).add(element(in));
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text.append(in.getText());
            }
        }
        String said = text.toString().strip();
        if (children.isEmpty()) {
            return said.isEmpty() ? new Tree.Nothing() : new Tree.Text(said);
        }
        Map<String, Tree> members = new LinkedHashMap<>();
        children.forEach((name, all) -> members.put(name, all.size() == 1 ? all.getFirst() : new Tree.Sequence(all)));
        if (!said.isEmpty()) {
            members.put("#text", new Tree.Text(said));
        }
        return new Tree.Structure(members);
    }
}
