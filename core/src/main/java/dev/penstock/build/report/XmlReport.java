package dev.penstock.build.report;

import dev.penstock.build.report.TestReport.Ending;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reports that are XML: an element for each test. */
final class XmlReport {

    private static final Set<String> NOT_CARRIED_OUT = Set.of(
            "skipped",
            "skip",
            "ignored",
            "inconclusive",
            "notexecuted",
            "notrunnable",
            "notrun",
            "pending",
            "disconnected");
    private static final Set<String> WELL =
            Set.of("success", "passed", "pass", "completed", "passedbutrunaborted", "warning");

    private final XMLStreamReader xml;
    private final ReportFormat format;
    private TestReport report = TestReport.NONE;
    private String className = "";

    private XmlReport(XMLStreamReader xml, ReportFormat format) {
        this.xml = xml;
        this.format = format;
    }

    static TestReport read(InputStream bytes, ReportFormat format) throws ReportException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // A report's document type is passed over; what it names is not read.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(bytes);
            try {
                XmlReport reading = new XmlReport(xml, format);
                while (xml.hasNext()) {
                    if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                        reading.element(xml.getLocalName());
                    }
                }
                return reading.report;
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new ReportException("no XML: line " + e.getLocation().getLineNumber() + ", column "
                    + e.getLocation().getColumnNumber());
        }
    }

    private void element(String name) throws XMLStreamException {
        switch (format) {
            case JUNITXML -> {
                if (name.equals("testcase")) {
                    junit();
                }
            }
            case NUNITXML, NUNIT3XML -> {
                if (name.equals("test-case")) {
                    count(attribute("result").orElse(""), attribute("fullname").or(() -> attribute("name")));
                }
            }
            case TESTNGXML -> {
                if (name.equals("class")) {
                    className = attribute("name").map(full -> full + ".").orElse("");
                } else if (name.equals("test-method")
                        && !attribute("is-config").orElse("false").equals("true")) {
                    count(attribute("status").orElse(""), attribute("name").map(method -> className + method));
                }
            }
            case VISUALSTUDIOTRX -> {
                if (name.equals("UnitTestResult")) {
                    count(attribute("outcome").orElse(""), attribute("testName"));
                }
            }
            case CUCUMBERJSON -> throw new IllegalArgumentException("JSON");
        }
    }

    /** How a test ended is told by elements within its own. */
    private void junit() throws XMLStreamException {
        String test = attribute("classname")
                        .filter(name -> !name.isEmpty())
                        .map(name -> name + ".")
                        .orElse("")
                + attribute("name").orElse("");
        Ending ending = Ending.PASSED;
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth == 1) {
                        ending = switch (xml.getLocalName()) {
                            case "failure", "error" -> Ending.FAILED;
                            case "skipped" -> ending == Ending.FAILED ? ending : Ending.SKIPPED;
                            default -> ending;
                        };
                    }
                    depth++;
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Text that a test has printed.
                }
            }
        }
        report = report.and(ending, test);
    }

    private void count(String result, Optional<String> name) {
        String word = result.toLowerCase(Locale.ROOT);
        Ending ending =
                WELL.contains(word) ? Ending.PASSED : NOT_CARRIED_OUT.contains(word) ? Ending.SKIPPED : Ending.FAILED;
        report = report.and(ending, name.orElse(""));
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }
}
