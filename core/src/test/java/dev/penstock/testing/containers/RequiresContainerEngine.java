package dev.penstock.testing.containers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test (or a class of them) that needs a Docker engine.
 *
 * <p>It runs when an engine answers. Otherwise it is reported as skipped, with the reason; under {@code
 * PENSTOCK_REQUIRE_CONTAINERS=true} it fails instead, so that a build that promised an engine cannot pass without one.
 * It carries the tag {@code container}, so that {@code -Dgroups=container} selects such tests and {@code
 * -DexcludedGroups=container} leaves them out.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("container")
@ExtendWith(ContainerEngineCondition.class)
public @interface RequiresContainerEngine {}
