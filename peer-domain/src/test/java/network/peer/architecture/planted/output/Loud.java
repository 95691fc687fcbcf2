package network.peer.architecture.planted.output;

/** Planted: prints. */
public final class Loud {
    private Loud() {}

    public static void shout() {
        System.out.println("planted");
    }
}
