package dev.penstock.document;

/** Which YAML tags a document may hold. */
public enum Tags {
    /** The tags of YAML's core schema, such as {@code !!str}. */
    STANDARD,
    /**
     * Also the short forms of CloudFormation's functions, which are read as their long forms: {@code !Ref Name} as {@code
     * {Ref: Name}}, {@code !GetAtt A.B} as {@code {Fn::GetAtt: [A, B]}}, {@code !Sub text} as {@code {Fn::Sub: text}}.
     */
    CLOUDFORMATION,
    /**
     * Also Compose's {@code !reset} and {@code !override} (Compose specification, 13-merge), which are read as a mapping with
     * the tag as its only key: {@code !reset null} as {@code {"!reset": null}}.
     */
    COMPOSE
}
