import "@twinlatch/ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./start.css";
import { App } from "./app.tsx";
import { factsOf } from "./messages/language.ts";
import { language } from "./messages/messages.ts";

document.documentElement.lang = language;
document.documentElement.dir = factsOf(language).direction;

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no element #app");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
