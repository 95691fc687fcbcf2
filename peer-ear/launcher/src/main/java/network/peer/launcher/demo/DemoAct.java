package network.peer.launcher.demo;

/** One thing that one user does to the post of another; users and posts are numbered from 0. */
record DemoAct(Kind kind, int actor, int post) {

    /** What can be done to a post in the demo. */
    enum Kind {
        VIEW,
        LIKE,
        COMMENT
    }
}
