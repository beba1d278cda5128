package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Launches instances as a request or a launch template has it. Methods are called within transactions. */
public final class Launching {

    private static final String USUAL_TYPE = "t3.micro";

    private final Machines machines;
    private final Network network;
    private final LaunchTemplates templates;
    private final Ids ids;

    public Launching(Machines machines, Network network, LaunchTemplates templates, Ids ids) {
        this.machines = machines;
        this.network = network;
        this.templates = templates;
        this.ids = ids;
    }

    /** Launches what a call asks for. */
    List<String> run(Call call, Place place, FormRequest request) {
        long least = request.number("MinCount").orElseThrow(() -> Ec2Errors.missing("MinCount"));
        long most = request.number("MaxCount").orElseThrow(() -> Ec2Errors.missing("MaxCount"));
        if (least < 1 || most < least) {
            throw Ec2Errors.invalid("minCount", Long.toString(least));
        }
        FormRequest template = request.part("LaunchTemplate");
        Map<String, String> data = new LinkedHashMap<>();
        if (!template.isEmpty()) {
            LaunchTemplates.Template named =
                    templates.require(place, template.text("LaunchTemplateId"), template.text("LaunchTemplateName"));
            data.putAll(templates
                    .version(named, template.text("Version").orElse(""))
                    .data());
        }
        data.putAll(request.form());
        FormRequest asked = FormRequest.of(data);
        if (asked.text("ImageId").isEmpty()) {
            throw Ec2Errors.missing("ImageId");
        }
        Map<String, String> tags = TagCalls.given(asked, "instance");
        String reservation = "r-0" + ids.hex(16);
        return IntStream.range(0, Math.toIntExact(most))
                .mapToObj(i -> launch(place, asked, asked.text("SubnetId"), call.now(), reservation, tags))
                .toList();
    }

    /**
     * Launches an instance as a version of a launch template has it.
     *
     * @param subnet where; empty for that of the template or any of the default VPC
     * @param tags beside those of the template
     * @return its id
     * @throws ServiceError when it cannot be launched
     */
    public String launch(
            Place place, Map<String, String> data, Optional<String> subnet, Instant now, Map<String, String> tags) {
        FormRequest asked = FormRequest.of(data);
        Map<String, String> all = new HashMap<>(TagCalls.given(asked, "instance"));
        all.putAll(tags);
        return launch(place, asked, subnet.or(() -> asked.text("SubnetId")), now, "r-0" + ids.hex(16), all);
    }

    private String launch(
            Place place,
            FormRequest asked,
            Optional<String> wanted,
            Instant now,
            String reservation,
            Map<String, String> tags) {
        Subnet subnet = subnet(place, asked, wanted);
        List<FormRequest> interfaces = asked.parts("NetworkInterface");
        List<String> groups = new ArrayList<>(asked.texts("SecurityGroupId"));
        interfaces.forEach(one -> groups.addAll(one.texts("SecurityGroupId")));
        asked.texts("SecurityGroup")
                .forEach(name -> network.groups(place).stream()
                        .filter(group -> group.name().equals(name))
                        .findFirst()
                        .ifPresentOrElse(group -> groups.add(group.id()), () -> {
                            throw Ec2Errors.notFound("Group", "security group", name);
                        }));
        groups.forEach(id -> {
            if (network.group(place, id).isEmpty()) {
                throw Ec2Errors.notFound("Group", "security group", id);
            }
        });
        if (groups.isEmpty() && subnet.vpcId().equals(Network.DEFAULT_VPC)) {
            groups.add(Network.DEFAULT_GROUP);
        }
        String address = asked.text("PrivateIpAddress").orElseGet(() -> address(place, subnet));
        Machine.Launch launch = new Machine.Launch(
                place,
                "i-0" + ids.hex(16),
                asked.text("ImageId").orElse(""),
                asked.text("InstanceType").orElse(USUAL_TYPE),
                subnet.vpcId(),
                subnet.id(),
                subnet.zone(),
                address,
                subnet.publicAddresses() ? "203.0.113." + (1 + ids.next().nextInt(254)) : "",
                asked.text("KeyName").orElse(""),
                profile(place, asked.part("IamInstanceProfile")),
                groups,
                reservation,
                now);
        machines.launch(launch, tags);
        return launch.id();
    }

    private Subnet subnet(Place place, FormRequest asked, Optional<String> wanted) {
        Optional<String> id = wanted.or(() -> asked.parts("NetworkInterface").stream()
                .flatMap(one -> one.text("SubnetId").stream())
                .findFirst());
        if (id.isPresent()) {
            return network.subnet(place, id.get())
                    .orElseThrow(() -> Ec2Errors.notFound("SubnetID", "subnet ID", id.get()));
        }
        Optional<String> zone = asked.part("Placement").text("AvailabilityZone");
        return network.subnets(place).stream()
                .filter(subnet ->
                        subnet.main() && zone.map(subnet.zone()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> Ec2Errors.invalid("availabilityZone", zone.orElse("")));
    }

    private static String profile(Place place, FormRequest given) {
        return given.text("Arn")
                .or(() ->
                        given.text("Name").map(name -> "arn:aws:iam::" + place.account() + ":instance-profile/" + name))
                .orElse("");
    }

    /** The first address of a subnet that nobody has. Source: VPC User Guide: the first four of a subnet are AWS's own. */
    String address(Place place, Subnet subnet) {
        Set<String> taken = machines.all(place).stream()
                .filter(machine ->
                        !machine.isEnding() && machine.launch().subnetId().equals(subnet.id()))
                .map(machine -> machine.launch().address())
                .collect(Collectors.toSet());
        String[] block = subnet.cidr().split("/", -1);
        String[] parts = block[0].split("\\.", -1);
        long first = 0;
        for (String part : parts) {
            first = first * 256 + Integer.parseInt(part);
        }
        long count = 1L << (32 - Integer.parseInt(block[1]));
        for (long host = 4; host < count - 1; host++) {
            String address = dotted(first + host);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw ServiceError.client(
                "InsufficientFreeAddressesInSubnet",
                "There are not enough free addresses in subnet '" + subnet.id() + "'.");
    }

    private static String dotted(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
