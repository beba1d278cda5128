package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * VPCs, subnets and security groups: the default ones that every account has, those that calls made and those of stacks. Methods are
 * called within transactions.
 */
public final class Network {

    /** What stacks have made, which lives with them. */
    public interface OfStacks {

        /** Nothing. */
        OfStacks NONE = new OfStacks() {
            @Override
            public List<Vpc> vpcs(Place place) {
                return List.of();
            }

            @Override
            public List<Subnet> subnets(Place place) {
                return List.of();
            }

            @Override
            public List<SecurityGroup> groups(Place place) {
                return List.of();
            }

            @Override
            public Map<String, String> tags(Place place, String id) {
                return Map.of();
            }
        };

        List<Vpc> vpcs(Place place);

        List<Subnet> subnets(Place place);

        List<SecurityGroup> groups(Place place);

        /** The tags of one of them; none for what stacks have not made. */
        Map<String, String> tags(Place place, String id);
    }

    static final String DEFAULT_VPC = "vpc-0de1a017a00000000";
    static final String DEFAULT_GROUP = "sg-0de1a017a00000000";
    static final String DEFAULT_SUBNET = "subnet-0de1a017a0000000";
    static final String DEFAULT_GATEWAY = "igw-0de1a017a00000000";
    static final String DEFAULT_ROUTES = "rtb-0de1a017a00000000";

    private static final String ZONES = "abc";

    private final Table<SecurityGroup> groups;
    private final Ids ids;
    private final Tags tags;
    private final OfStacks stacks;

    /** @param stacks asked for what they have made */
    public Network(Store store, Ids ids, Tags tags, OfStacks stacks) {
        this.groups = store.table("ec2.groups", SecurityGroup.class);
        this.ids = ids;
        this.tags = tags;
        this.stacks = stacks;
    }

    /** The tags of something in it. */
    Map<String, String> tags(Place place, String id) {
        Map<String, String> all = new TreeMap<>(stacks.tags(place, id));
        all.putAll(tags.of(TagCalls.arn(place, id)));
        return all;
    }

    /** The zones of a region. */
    static List<String> zones(String region) {
        return ZONES.chars().mapToObj(letter -> region + (char) letter).toList();
    }

    public List<Vpc> vpcs(Place place) {
        return Stream.concat(Stream.of(new Vpc(place, DEFAULT_VPC, "172.31.0.0/16", true)), stacks.vpcs(place).stream())
                .toList();
    }

    public Optional<Vpc> vpc(Place place, String id) {
        return vpcs(place).stream().filter(vpc -> vpc.id().equals(id)).findFirst();
    }

    public List<Subnet> subnets(Place place) {
        Stream<Subnet> own = IntStream.range(0, ZONES.length())
                .mapToObj(i -> new Subnet(
                        place,
                        DEFAULT_SUBNET + ZONES.charAt(i),
                        DEFAULT_VPC,
                        "172.31." + 16 * i + ".0/20",
                        place.region() + ZONES.charAt(i),
                        true,
                        true));
        return Stream.concat(own, stacks.subnets(place).stream()).toList();
    }

    public Optional<Subnet> subnet(Place place, String id) {
        return subnets(place).stream().filter(subnet -> subnet.id().equals(id)).findFirst();
    }

    public List<SecurityGroup> groups(Place place) {
        List<SecurityGroup> all = new ArrayList<>();
        if (groups.get(place.key() + DEFAULT_GROUP).isEmpty()) {
            all.add(ofVpc(place));
        }
        all.addAll(groups.under(place.key()).values());
        all.addAll(stacks.groups(place));
        return all;
    }

    /** The group that a default VPC comes with. */
    private static SecurityGroup ofVpc(Place place) {
        return new SecurityGroup(
                place,
                DEFAULT_GROUP,
                "default",
                "default VPC security group",
                DEFAULT_VPC,
                List.of(
                        new SecurityGroup.Rule(
                                "sgr-0de1a017a00000001",
                                false,
                                "-1",
                                -1,
                                -1,
                                SecurityGroup.Kind.GROUP,
                                DEFAULT_GROUP,
                                ""),
                        everywhere("sgr-0de1a017a00000002")));
    }

    private static SecurityGroup.Rule everywhere(String id) {
        return new SecurityGroup.Rule(id, true, "-1", -1, -1, SecurityGroup.Kind.IPV4, "0.0.0.0/0", "");
    }

    public Optional<SecurityGroup> group(Place place, String id) {
        return groups(place).stream().filter(group -> group.id().equals(id)).findFirst();
    }

    /** Makes a security group, from which everything may go out. */
    public SecurityGroup createGroup(Place place, String name, String description, String vpcId) {
        SecurityGroup made = new SecurityGroup(
                place, "sg-0" + ids.hex(16), name, description, vpcId, List.of(everywhere("sgr-0" + ids.hex(16))));
        put(made);
        return made;
    }

    void put(SecurityGroup group) {
        groups.put(group.key(), group);
    }

    /** Whether a group is one that calls can change. */
    boolean isOwn(SecurityGroup group) {
        return group.id().equals(DEFAULT_GROUP) || groups.has(group.key());
    }

    /** Forgets a group, if there is one. */
    public void deleteGroup(Place place, String id) {
        groups.remove(place.key() + id);
    }

    String ruleId() {
        return "sgr-0" + ids.hex(16);
    }

    /** The default VPC of a region. */
    public static String defaultVpc() {
        return DEFAULT_VPC;
    }
}
