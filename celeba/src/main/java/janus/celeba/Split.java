package janus.celeba;

/** Official partition codes 0, 1, 2. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST
}
