package dev.penstock.architecture.bad.templates;

import dev.penstock.architecture.bad.engine.BadSettings;

/** Templates that know the core. */
final class BadTemplates {

    Object core(BadSettings settings) {
        return settings;
    }
}
