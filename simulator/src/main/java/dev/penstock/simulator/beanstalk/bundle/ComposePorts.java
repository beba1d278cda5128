package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.ComposeApplication.Invalid;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Published ports, in the short and the long form. Source: Compose Specification, 5 "ports". */
final class ComposePorts {

    private static final Pattern SHORT = Pattern.compile(
            "((?<ip>[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:]+]):)?"
                    + "((?<host>[0-9]{0,5}(-[0-9]{1,5})?):)?(?<container>[0-9]{1,5}(-[0-9]{1,5})?)(/(?<protocol>tcp|udp|sctp))?");

    private ComposePorts() {}

    static List<PortMapping> of(List<JsonValue> written) throws Invalid {
        List<PortMapping> ports = new ArrayList<>();
        for (JsonValue each : written) {
            if (each instanceof JsonValue.Structure) {
                ports.addAll(expanded(
                        Values.text(each, "published").orElse(""),
                        Values.text(each, "target").orElse(""),
                        Values.text(each, "protocol").filter("udp"::equals).isPresent()));
            } else {
                String text = Values.text(each).orElse("");
                Matcher form = SHORT.matcher(text);
                if (!form.matches()) {
                    throw new Invalid("invalid containerPort: " + text);
                }
                ports.addAll(expanded(
                        Optional.ofNullable(form.group("host")).orElse(""),
                        form.group("container"),
                        "udp".equals(form.group("protocol"))));
            }
        }
        return ports;
    }

    /** One for each port of a range. */
    private static List<PortMapping> expanded(String host, String container, boolean udp) throws Invalid {
        int[] inside = range(container);
        int[] outside = host.isEmpty() ? new int[] {0, 0} : range(host);
        if (!host.isEmpty() && inside[1] - inside[0] != outside[1] - outside[0] && inside[0] != inside[1]) {
            throw new Invalid("Invalid ranges specified for container and host Ports: " + container + " and " + host);
        }
        List<PortMapping> ports = new ArrayList<>();
        for (int port = inside[0]; port <= inside[1]; port++) {
            ports.add(new PortMapping(host.isEmpty() ? 0 : outside[0] + port - inside[0], port, udp));
        }
        return ports;
    }

    private static int[] range(String text) throws Invalid {
        String[] ends = text.split("-", 2);
        int first = number(ends[0], text);
        int last = ends.length == 1 ? first : number(ends[1], text);
        if (last < first || last - first > 1000) {
            throw new Invalid("invalid containerPort: " + text);
        }
        return new int[] {first, last};
    }

    private static int number(String digits, String text) throws Invalid {
        int number = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (number < 1 || number > 65535) {
            throw new Invalid("invalid containerPort: " + text);
        }
        return number;
    }
}
