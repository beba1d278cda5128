package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Locale;
import java.util.Optional;

/** What databases and their groups have in common: names in small letters, of which there is one each. */
final class RdsNamed {

    private static final int LONGEST = 63;

    private RdsNamed() {}

    /** The name that was asked for, or a generated one; RDS keeps both in small letters. */
    static String name(Model.Surroundings here, Properties asked, String property) {
        return asked.text(property, here.context().generatedName(LONGEST)).toLowerCase(Locale.ROOT);
    }

    /** Refuses a name that is taken. */
    static void requireFree(Model.Surroundings here, Properties asked, String property, ServiceError taken) {
        Optional<String> name = asked.text(property).map(text -> text.toLowerCase(Locale.ROOT));
        boolean there = name.flatMap(id -> here.resources()
                        .get(here.context().caller(), here.schema().type(), id))
                .isPresent();
        if (there) {
            throw taken;
        }
    }

    /** Whether any database names something of another type's. */
    static boolean isUsed(Model.Surroundings here, String property, String id, String... types) {
        for (String type : types) {
            boolean used = here.resources().all(here.context().caller(), type).stream()
                    .anyMatch(row -> row.read().text(property, "").equalsIgnoreCase(id));
            if (used) {
                return true;
            }
        }
        return false;
    }
}
