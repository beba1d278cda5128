package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;

/** No binding is made up by Guice: what is missing or circular is an error when the injector is made. */
final class StrictModule extends AbstractModule {

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().disableCircularProxies();
        binder().requireAtInjectOnConstructors();
        binder().requireExactBindingAnnotations();
    }
}
