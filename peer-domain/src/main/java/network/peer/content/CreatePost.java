package network.peer.content;

/** A post that a user wants to publish. */
public record CreatePost(String text) {}
