package dev.penstock.pipeline;

import dev.penstock.document.FieldContext.Coercion;

/** How a declaration is written: its field names, and which types stand for which. */
enum DeclarationForm {
    /** The JSON of the CodePipeline API. */
    API_JSON(Coercion.NONE),
    /** The same as YAML, where text needs no quotes. */
    API_YAML(Coercion.SCALAR_AS_TEXT),
    /** {@code AWS::CodePipeline::Pipeline}. */
    CLOUDFORMATION(Coercion.BOTH_WAYS);

    private final Coercion coercion;

    DeclarationForm(Coercion coercion) {
        this.coercion = coercion;
    }

    Coercion coercion() {
        return coercion;
    }

    /** How the API's name of a field is written in this form. */
    String written(String name) {
        return this == CLOUDFORMATION ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name;
    }
}
