package dev.penstock.engine;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ConfigurationProblem;
import dev.penstock.action.Instruction;
import dev.penstock.action.StepResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.secret.Masker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The providers of a program, by the type of action that they carry out. */
final class Providers {

    private final Map<ActionTypeId, Bound<?, ?>> byType = new HashMap<>();

    Providers(Collection<? extends ActionProvider<?, ?>> providers, Masker masker) {
        for (ActionProvider<?, ?> provider : providers) {
            if (byType.put(provider.type(), new Bound<>(provider, masker)) != null) {
                throw new IllegalArgumentException("two providers for actions of type " + provider.type());
            }
        }
    }

    Optional<Bound<?, ?>> of(ActionTypeId type) {
        return Optional.ofNullable(byType.get(type));
    }

    Set<ActionTypeId> types() {
        return Set.copyOf(byType.keySet());
    }

    /** A provider together with how its states are written. */
    static final class Bound<C, S> {

        private final ActionProvider<C, S> provider;
        // Made of little until it is first used: a program has many more providers than one run needs.
        private final StateCodec<S> states;

        Bound(ActionProvider<C, S> provider, Masker masker) {
            this.provider = provider;
            this.states = new StateCodec<>(masker, provider.stateType());
        }

        ActionProvider<C, S> provider() {
            return provider;
        }

        /** The problems of a configuration in which text may still refer to variables. */
        List<ConfigurationProblem> check(ActionDeclaration declaration) {
            ActionConfiguration reader = ActionConfiguration.declared(declaration);
            provider.configure(reader);
            return reader.problems();
        }

        /** Which instructions an attempt takes, by a configuration in which text may still refer to variables. */
        Set<Instruction.Kind> instructions(ActionDeclaration declaration) {
            return provider.instructions(provider.configure(ActionConfiguration.declared(declaration)));
        }

        /**
         * What an attempt begins with, or what is wrong with the resolved configuration.
         *
         * @param hidden keys with references that are looked up before each step
         */
        Beginning begin(ActionDeclaration resolved, Set<String> hidden) {
            ActionConfiguration reader = ActionConfiguration.resolvedExcept(resolved, hidden);
            C configuration = provider.configure(reader);
            List<ConfigurationProblem> problems = reader.problems();
            if (!problems.isEmpty()) {
                return new Beginning.Wrong(problems);
            }
            return new Beginning.Begun(
                    tree(provider.begin(configuration)),
                    provider.timeout(configuration),
                    provider.instructions(configuration));
        }

        /**
         * Judges what could not be judged when the attempt began, as it had references then.
         *
         * @throws ActionInputs.Unresolved with the first thing that is wrong
         */
        void refuseWrong(ActionDeclaration revealed) throws ActionInputs.Unresolved {
            ActionConfiguration reader = ActionConfiguration.resolved(revealed);
            provider.configure(reader);
            List<ConfigurationProblem> problems = reader.problems();
            if (!problems.isEmpty()) {
                throw new ActionInputs.Unresolved(
                        "PEN-ENGINE-003",
                        "The configuration of action " + revealed.name()
                                + " is wrong with the values that its references stand for: "
                                + problems.getFirst().key() + ": "
                                + problems.getFirst().message());
            }
        }

        Stepped step(ActionContext context, JsonNode state) throws IOException, InterruptedException {
            C configuration = configuration(context);
            return switch (provider.step(context, configuration, read(state))) {
                case StepResult.Next<S>(S next, String summary) -> new Stepped.Next(tree(next), summary);
                case StepResult.Await<S>(S next, var until, String summary) ->
                    new Stepped.Await(tree(next), until, summary);
                case StepResult.Pass<S>(S next, var result, String summary, var point) ->
                    new Stepped.Pass(tree(next), result, summary, point);
                case StepResult.Succeed<S>(var result) -> new Stepped.Succeed(result);
                case StepResult.Fail<S>(var failure) -> new Stepped.Fail(failure);
            };
        }

        void abandon(ActionContext context, JsonNode state) throws IOException, InterruptedException {
            provider.abandon(context, configuration(context), read(state));
        }

        Optional<String> stopping(ActionContext context, JsonNode state) throws IOException, InterruptedException {
            return provider.stopping(context, configuration(context), read(state));
        }

        private C configuration(ActionContext context) {
            return provider.configure(ActionConfiguration.resolved(context.declaration()));
        }

        private S read(JsonNode state) {
            return states.read(state);
        }

        private JsonNode tree(S state) {
            return states.write(state);
        }
    }

    /** What an attempt begins with. */
    sealed interface Beginning {

        record Begun(JsonNode state, Duration timeout, Set<Instruction.Kind> takes) implements Beginning {}

        record Wrong(List<ConfigurationProblem> problems) implements Beginning {}
    }
}
