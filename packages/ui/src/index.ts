export { Badge, type Tone } from "./badge.tsx";
export { Banner } from "./banner.tsx";
export { Button, type ButtonVariant, buttonClass } from "./button.tsx";
export { Card } from "./card.tsx";
export { Checkbox } from "./checkbox.tsx";
export { CodeField, RecoveryCodeField } from "./code-field.tsx";
export { CopyButton } from "./copy-button.tsx";
export { DIALOG_FOCUS, Dialog } from "./dialog.tsx";
export { Disclosure } from "./disclosure.tsx";
export { Actions, Form } from "./form.tsx";
export {
  KeyIcon,
  MessageIcon,
  MoreIcon,
  PersonIcon,
  PhoneIcon,
  ScreenIcon,
  ShieldIcon,
} from "./icon.tsx";
export { LogoMark } from "./logo-mark.tsx";
export { Menu, type MenuItem } from "./menu.tsx";
export { PasswordField } from "./password-field.tsx";
export { RadioGroup, type RadioOption } from "./radio-group.tsx";
export { Detail, Row, Rows, RowsHead } from "./row.tsx";
export { SelectField, type SelectOption } from "./select-field.tsx";
export { TextField } from "./text-field.tsx";
export { ToastProvider, useToast } from "./toast.tsx";
export { VisuallyHidden } from "./visually-hidden.tsx";
