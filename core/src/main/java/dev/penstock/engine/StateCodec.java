package dev.penstock.engine;

import dev.penstock.secret.Masker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes states as the journal keeps them, for an action that carries the state of something else within its own. Texts are masked.
 *
 * @param <S> a record, or a sealed interface of records
 */
public final class StateCodec<S> {

    private final Class<S> type;
    private final JsonMapper mapper;

    /** For states of a type. */
    public StateCodec(Masker masker, Class<S> type) {
        this.type = type;
        this.mapper = ExecutionCodec.stateMapper(masker, type);
    }

    /** The state as a tree. */
    public JsonNode write(S state) {
        return ExecutionCodec.tree(mapper, state);
    }

    /** The state that a tree was made of. */
    public S read(JsonNode tree) {
        return mapper.treeToValue(tree, type);
    }
}
