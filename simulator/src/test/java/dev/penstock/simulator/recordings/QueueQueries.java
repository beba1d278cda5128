package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** SQS in the Query protocol, as clients spoke it before it had JSON. Source: SQS API Reference, examples of requests. */
final class QueueQueries {

    private static final Map<String, String> LISTS = Map.of(
            "AttributeNames", "AttributeName",
            "MessageSystemAttributeNames", "AttributeName",
            "MessageAttributeNames", "MessageAttributeName",
            "TagKeys", "TagKey",
            "AWSAccountIds", "AWSAccountId",
            "Actions", "ActionName");
    private static final Map<String, String> MAPS = Map.of(
            "Attributes", "Attribute Name",
            "tags", "Tag Key",
            "Tags", "Tag Key",
            "MessageAttributes", "MessageAttribute Name",
            "MessageSystemAttributes", "MessageSystemAttribute Name");
    private static final Map<String, String> ANSWERED_LISTS =
            Map.of("Message", "Messages", "BatchResultErrorEntry", "Failed");
    private static final Map<String, String> ANSWERED_MAPS =
            Map.of("Attribute", "Attributes", "MessageAttribute", "MessageAttributes", "Tag", "Tags");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint;

    QueueQueries(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The answer, or the error, under the names of AWS's model. */
    Tree call(String operation, Map<?, ?> parameters) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("Action", operation, "Version", "2012-11-05"));
        // What comes later takes the place of what was there: both kinds of attribute names are called the same.
        parameters.forEach((name, value) -> encode(form, operation, "", String.valueOf(name), value));
        String body = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                                + "/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return decoded(answer.statusCode(), answer.body());
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void encode(Map<String, String> form, String operation, String prefix, String name, Object value) {
        switch (value) {
            case Map<?, ?> map
            when MAPS.containsKey(name) -> {
                String[] names = MAPS.getOrDefault(name, "").split(" ", -1);
                int number = 1;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String item = prefix + names[0] + "." + number++ + ".";
                    form.put(item + names[1], String.valueOf(entry.getKey()));
                    encode(form, operation, item, "Value", entry.getValue());
                }
            }
            case Map<?, ?> map when map.get("$b64") instanceof String bytes -> form.put(prefix + name, bytes);
            case Map<?, ?> map ->
                map.forEach(
                        (member, item) -> encode(form, operation, prefix + name + ".", String.valueOf(member), item));
            case List<?> list -> {
                String entry = LISTS.getOrDefault(name, operation + "RequestEntry");
                for (int i = 0; i < list.size(); i++) {
                    encode(form, operation, prefix, entry + "." + (i + 1), list.get(i));
                }
            }
            default -> form.put(prefix + name, String.valueOf(value));
        }
    }

    private static Tree decoded(int status, byte[] body)
            throws ParserConfigurationException, SAXException, IOException {
        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(body))
                .getDocumentElement();
        Map<String, Tree> members = new LinkedHashMap<>();
        for (Element child : children(root)) {
            if (child.getTagName().endsWith("Result")) {
                members.putAll(structure(child).members());
            } else if (child.getTagName().equals("Error")) {
                Map<String, Tree> error = new LinkedHashMap<>();
                children(child).forEach(part -> error.put(part.getTagName(), value(part)));
                members.put("Error", new Tree.Structure(error));
            }
        }
        Tree.Structure headers = new Tree.Structure(Map.of());
        members.put(
                "ResponseMetadata",
                new Tree.Structure(
                        Map.of("HTTPStatusCode", new Tree.Number(BigDecimal.valueOf(status)), "HTTPHeaders", headers)));
        return new Tree.Structure(members);
    }

    private static Tree.Structure structure(Element element) {
        Map<String, Tree> members = new LinkedHashMap<>();
        for (Element child : children(element)) {
            String name = child.getTagName();
            String list = name.endsWith("ResultEntry") ? "Successful" : ANSWERED_LISTS.getOrDefault(name, "");
            String map = ANSWERED_MAPS.getOrDefault(name, "");
            if (!list.isEmpty()) {
                List<Tree> items = new ArrayList<>();
                if (members.get(list) instanceof Tree.Sequence(List<Tree> before)) {
                    items.addAll(before);
                }
                items.add(structure(child));
                members.put(list, new Tree.Sequence(items));
            } else if (!map.isEmpty()) {
                Map<String, Tree> entries = new LinkedHashMap<>();
                if (members.get(map) instanceof Tree.Structure(Map<String, Tree> before)) {
                    entries.putAll(before);
                }
                List<Element> pair = children(child);
                entries.put(pair.getFirst().getTextContent(), value(pair.get(1)));
                members.put(map, new Tree.Structure(entries));
            } else {
                members.put(name, value(child));
            }
        }
        return new Tree.Structure(members);
    }

    private static Tree value(Element element) {
        if (!children(element).isEmpty()) {
            return structure(element);
        }
        String text = element.getTextContent();
        return switch (element.getTagName()) {
            case "SenderFault" -> new Tree.Truth(Boolean.parseBoolean(text));
            case "BinaryValue" -> new Tree.Text(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
            default -> new Tree.Text(text);
        };
    }

    private static List<Element> children(Element element) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element child) {
                found.add(child);
            }
        }
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
