package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of names and ids, of which CodeBuild gives 100 at a time. */
final class Listing {

    private static final int MOST = 100;

    private record Numbered(String key, String item) {}

    private Listing() {}

    static Page<String> page(List<String> all, boolean reversed, @Nullable String token) {
        List<Numbered> numbered = new ArrayList<>();
        for (String item : reversed ? all.reversed() : all) {
            numbered.add(new Numbered(String.format("%09d", numbered.size()), item));
        }
        try {
            Page<Numbered> page = Page.of(numbered, Numbered::key, token, null, MOST);
            return new Page<>(page.items().stream().map(Numbered::item).toList(), page.next());
        } catch (ServiceError e) {
            throw BuildErrors.invalid("Invalid nextToken");
        }
    }

    /** Lists of names and ids in requests have 1 to 100 members. */
    static List<String> asked(String member, List<String> items) {
        if (items.isEmpty() || items.size() > MOST) {
            throw BuildErrors.invalid("1 validation error detected: Value '" + items + "' at '" + member
                    + "' failed to satisfy constraint: Member must have length "
                    + (items.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + MOST));
        }
        return items;
    }
}
