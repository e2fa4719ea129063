// In this order: the bridge stands before the page asks for anything.
import './install-bridge.ts';
import '../renderer/app/main.ts';
