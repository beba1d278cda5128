package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.XmlTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Machine images: a few of Amazon's by name, and any that is asked for by its id, as nothing boots from them. */
final class ImageCalls {

    private static final String AMAZON = "137112412989";

    /** When they were made. */
    static final Instant MADE = Instant.parse("2025-11-18T00:00:00Z");

    private record Image(String id, String name, String description, String architecture) {}

    private static final List<Image> KNOWN = List.of(
            new Image(
                    "ami-0de1a017a00000001",
                    "al2023-ami-2023.9.20251117.1-kernel-6.1-x86_64",
                    "Amazon Linux 2023 AMI 2023.9.20251117.1 x86_64 HVM kernel-6.1",
                    "x86_64"),
            new Image(
                    "ami-0de1a017a00000002",
                    "al2023-ami-2023.9.20251117.1-kernel-6.1-arm64",
                    "Amazon Linux 2023 AMI 2023.9.20251117.1 arm64 HVM kernel-6.1",
                    "arm64"),
            new Image(
                    "ami-0de1a017a00000003",
                    "al2023-ami-ecs-hvm-2023.0.20251108-kernel-6.1-x86_64",
                    "Amazon Linux AMI 2023.0.20251108 x86_64 ECS HVM EBS",
                    "x86_64"));

    /** Source: EC2 User Guide, "Reference AMIs using Systems Manager parameters"; ECS Developer Guide, "Amazon ECS-optimized AMI". */
    static Optional<String> ofParameter(String name) {
        String linux = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-";
        return switch (name.startsWith(linux) ? name.substring(linux.length()) : name) {
            case "6.1-x86_64", "default-x86_64" -> Optional.of(KNOWN.get(0).id());
            case "6.1-arm64", "default-arm64" -> Optional.of(KNOWN.get(1).id());
            case "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id" ->
                Optional.of(KNOWN.get(2).id());
            default -> Optional.empty();
        };
    }

    void declare(Operations all) {
        all.operation("DescribeImages", FormRequest::builder, this::describe);
    }

    private XmlTree describe(Call call, FormRequest request) {
        List<String> ids = request.texts("ImageId");
        ids.stream().filter(id -> !id.matches("ami-[0-9a-f]{8,17}")).findFirst().ifPresent(id -> {
            throw Ec2Errors.malformed("AMIID", id);
        });
        List<String> owners = request.texts("Owner");
        boolean own = owners.equals(List.of("self"));
        Stream<Image> found = ids.isEmpty()
                ? KNOWN.stream().filter(image -> !own)
                : ids.stream().map(ImageCalls::byId);
        return new Listing("imagesSet")
                .way("state", "imageState")
                .way("owner-id", "imageOwnerId")
                .way("owner-alias", "imageOwnerAlias")
                .answer(request, found.map(ImageCalls::described).toList());
    }

    private static Image byId(String id) {
        Optional<Image> known =
                KNOWN.stream().filter(image -> image.id().equals(id)).findFirst();
        return known.orElse(new Image(id, id, "", "x86_64"));
    }

    private static XmlTree described(Image image) {
        return XmlTree.of()
                .text("imageId", image.id())
                .text("name", image.name())
                .text("description", image.description())
                .text("imageLocation", "amazon/" + image.name())
                .text("imageState", "available")
                .text("imageOwnerId", AMAZON)
                .text("imageOwnerAlias", "amazon")
                .flag("isPublic", true)
                .text("architecture", image.architecture())
                .text("imageType", "machine")
                .time("creationDate", MADE)
                .text("rootDeviceType", "ebs")
                .text("rootDeviceName", "/dev/xvda")
                .text("virtualizationType", "hvm")
                .text("hypervisor", "xen")
                .flag("enaSupport", true)
                .text("platformDetails", "Linux/UNIX")
                .text("usageOperation", "RunInstances");
    }

    /** The image that Amazon Linux boots from when nobody names one. */
    static String usual() {
        return KNOWN.getFirst().id();
    }
}
